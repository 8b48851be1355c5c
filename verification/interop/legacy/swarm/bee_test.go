package swarm

import (
	"encoding/hex"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/swarm/network"
)

// bee is a node of go-ethereum's: its p2p.Server with swarm/network's bzz and hive.
type bee struct {
	overlay []byte
	table   *network.Kademlia
	server  *p2p.Server
	bzzEnds chan error // how runs of bzz ended
}

// startBee starts one that listens on the loopback address.
func startBee(t *testing.T, networkID uint64) *bee {
	t.Helper()
	key, err := crypto.GenerateKey()
	if err != nil {
		t.Fatal(err)
	}
	b := &bee{overlay: crypto.Keccak256(crypto.FromECDSAPub(&key.PublicKey)), bzzEnds: make(chan error, 100)}
	b.table = network.NewKademlia(b.overlay, network.NewKadParams())
	bzz := network.NewBzz(&network.BzzConfig{OverlayAddr: b.overlay, UnderlayAddr: []byte{}, HiveParams: network.NewHiveParams(),
		NetworkID: networkID}, b.table, nil, nil, nil)
	protocols := bzz.Protocols()
	run := protocols[0].Run
	protocols[0].Run = func(p *p2p.Peer, rw p2p.MsgReadWriter) error {
		err := run(p, rw)
		b.bzzEnds <- err
		return err
	}
	b.server = &p2p.Server{Config: p2p.Config{PrivateKey: key, MaxPeers: 20, NoDiscovery: true, Name: "bee",
		ListenAddr: "127.0.0.1:0", Protocols: protocols}}
	if err := b.server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(b.server.Stop)
	bzz.UpdateLocalAddr([]byte(b.server.Self().String()))
	if err := bzz.Hive.Start(b.server); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { bzz.Hive.Stop() })
	return b
}

func (b *bee) self() *enode.Node { return b.server.Self() }

// connected says whether hive runs with a node of that overlay address.
func (b *bee) connected(overlay []byte) (found bool) {
	b.table.EachConn(nil, 256, func(p *network.Peer, _ int) bool {
		found = found || string(p.Over()) == string(overlay)
		return true
	})
	return found
}

// knows says whether it has heard of a node of that overlay address.
func (b *bee) knows(overlay []byte) (found bool) {
	b.table.EachAddr(nil, 256, func(a *network.BzzAddr, _ int) bool {
		found = found || string(a.Over()) == string(overlay)
		return true
	})
	return found
}

// eventually waits for a condition.
func eventually(t *testing.T, limit time.Duration, what string, holds func() bool) {
	t.Helper()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	for deadline := time.Now().Add(limit); !holds(); <-ticks.C {
		if time.Now().After(deadline) {
			t.Fatalf("not within %v: %s", limit, what)
		}
	}
}

func fromHex(t *testing.T, text string) []byte {
	t.Helper()
	address, err := hex.DecodeString(strings.TrimPrefix(text, "0x"))
	if err != nil || len(address) != 32 {
		t.Fatalf("no overlay address: %q", text)
	}
	return address
}

// readFile gives a file's content, or nothing if there is none.
func readFile(path ...string) string {
	content, err := os.ReadFile(filepath.Join(path...))
	if err != nil {
		return ""
	}
	return string(content)
}
