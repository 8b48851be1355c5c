// Package whisper checks a running peerloom's shh plugin against go-ethereum's Whisper.
package whisper

import (
	"context"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/whisper/whisperv6"

	"dev.peerloom/verification/interop/legacy/whisper/node"
	"dev.peerloom/verification/interop/legacy/whisper/raw"
)

const (
	limit    = 30 * time.Second
	lowPoW   = 0.001
	lowPoWIs = "min-pow=0.001"
)

// gethNode is go-ethereum's Whisper on its own p2p.Server.
type gethNode struct {
	*whisperv6.Whisper
	server *p2p.Server
	api    *whisperv6.PublicWhisperAPI
	drops  chan *p2p.PeerEvent
}

// startGeth starts a Whisper that accepts every proof of work from the one given on.
func startGeth(t *testing.T, minPoW float64) *gethNode {
	t.Helper()
	config := whisperv6.DefaultConfig
	config.MinimumAcceptedPOW = minPoW
	w := whisperv6.StandaloneWhisperService(&config)
	w.SetMinimumPowTest(minPoW)
	if err := w.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Stop() })
	g := &gethNode{Whisper: w, api: whisperv6.NewPublicWhisperAPI(w), drops: make(chan *p2p.PeerEvent, 16)}
	g.server = &p2p.Server{Config: p2p.Config{PrivateKey: raw.NewKey(), MaxPeers: 10, Name: "interop/whisper",
		ListenAddr: "127.0.0.1:0", NoDiscovery: true, Protocols: w.Protocols()}}
	if err := g.server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(g.server.Stop)
	events := make(chan *p2p.PeerEvent, 16)
	subscription := g.server.SubscribeEvents(events)
	t.Cleanup(subscription.Unsubscribe)
	go func() {
		for {
			select {
			case e := <-events:
				if e.Type == p2p.PeerEventTypeDrop {
					g.drops <- e
				}
			case <-subscription.Err():
				return
			}
		}
	}()
	return g
}

// connect dials the node and waits until both have the other for a peer.
func (g *gethNode) connect(t *testing.T, n *node.Node) {
	t.Helper()
	g.server.AddPeer(n.Enode)
	id := g.server.Self().ID().String()
	node.Until(t, "the node knows go-ethereum's Whisper", limit, func() bool {
		for _, peer := range node.Call[[]p2p.PeerInfo](n, "admin_peers") {
			if peer.ID == id && peer.Protocols["shh"] != nil && g.server.PeerCount() > 0 {
				return true
			}
		}
		return false
	})
}

// stillLinked fails if the link has ended.
func (g *gethNode) stillLinked(t *testing.T) {
	t.Helper()
	select {
	case drop := <-g.drops:
		t.Errorf("go-ethereum lost the node: %s", drop.Error)
	default:
	}
}

// password is a symmetric key by its password, and its id.
func (g *gethNode) password(t *testing.T, password string) string {
	t.Helper()
	id, err := g.api.GenerateSymKeyFromPassword(context.Background(), password)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

func (g *gethNode) keyPair(t *testing.T) (id string, public hexutil.Bytes) {
	t.Helper()
	id, err := g.api.NewKeyPair(context.Background())
	if err == nil {
		public, err = g.api.GetPublicKey(context.Background(), id)
	}
	if err != nil {
		t.Fatal(err)
	}
	return id, public
}

func (g *gethNode) post(t *testing.T, m whisperv6.NewMessage) {
	t.Helper()
	if _, err := g.api.Post(context.Background(), m); err != nil {
		t.Fatalf("go-ethereum does not post: %v", err)
	}
}

func (g *gethNode) filter(t *testing.T, c whisperv6.Criteria) string {
	t.Helper()
	id, err := g.api.NewMessageFilter(c)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// receive waits for a filter's next message.
func (g *gethNode) receive(t *testing.T, filter string) (received *whisperv6.Message) {
	t.Helper()
	node.Until(t, "go-ethereum receives a message", limit, func() bool {
		messages, err := g.api.GetFilterMessages(filter)
		if err != nil {
			t.Fatal(err)
		}
		if len(messages) > 0 {
			received = messages[0]
		}
		return received != nil
	})
	return received
}

// receive waits for the next message of a filter of the node's.
func receive(t *testing.T, n *node.Node, filter string) (received whisperv6.Message) {
	t.Helper()
	node.Until(t, "the node receives a message", limit, func() bool {
		messages := node.Call[[]whisperv6.Message](n, "shh_getFilterMessages", filter)
		if len(messages) == 0 {
			return false
		}
		received = messages[0]
		return true
	})
	return received
}
