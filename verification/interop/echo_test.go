package interop

import (
	"fmt"
	"regexp"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

const (
	echoes     = 1000
	echoLimit  = 2 * time.Minute
	eventLimit = 10 * time.Second
)

// gethServer is go-ethereum's p2p.Server with bench/1, and what happens on it.
type gethServer struct {
	*p2p.Server
	drops    chan *p2p.PeerEvent
	compared chan *p2p.Peer
	echoed   chan *p2p.Peer
}

// startGeth starts a server that sends echoes to every peer.
func startGeth(t *testing.T, change func(*bench.Handler)) *gethServer {
	t.Helper()
	s := &gethServer{
		drops:    make(chan *p2p.PeerEvent, 100),
		compared: make(chan *p2p.Peer, 1),
		echoed:   make(chan *p2p.Peer, 1),
	}
	handler := bench.Handler{
		Echoes:   echoes,
		Compared: func(p *p2p.Peer, _ int) { s.compared <- p },
		Echoed: func(p *p2p.Peer, so int) {
			if so == echoes {
				s.echoed <- p
			}
		},
	}
	if change != nil {
		change(&handler)
	}
	s.Server = &p2p.Server{Config: p2p.Config{
		PrivateKey: wire.NewKey(), MaxPeers: 10, Name: "interop/geth", ListenAddr: "127.0.0.1:0", NoDiscovery: true,
		Protocols: []p2p.Protocol{handler.Protocol()},
	}}
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	events := make(chan *p2p.PeerEvent, 100)
	subscription := s.SubscribeEvents(events)
	t.Cleanup(subscription.Unsubscribe)
	go func() {
		for {
			select {
			case e := <-events:
				if e.Type == p2p.PeerEventTypeDrop {
					s.drops <- e
				}
			case <-subscription.Err():
				return
			}
		}
	}()
	return s
}

func await[T any](t *testing.T, what string, from <-chan T, limit time.Duration) T {
	t.Helper()
	select {
	case value := <-from:
		return value
	case <-time.After(limit):
		t.Fatalf("%s: not within %v", what, limit)
		panic("unreachable")
	}
}

func echoBothWays(t *testing.T, n *node.Node, s *gethServer) *p2p.Peer {
	t.Helper()
	peer := await(t, "go-ethereum's echoes compared", s.compared, echoLimit)
	t.Logf("go-ethereum sent %d echoes of 1 to %d bytes: all equal", echoes, bench.MaxEcho)
	await(t, "echoes of the node answered", s.echoed, echoLimit)
	line := n.Log.Await(0, eventLimit, regexp.MustCompile(fmt.Sprintf(`%d echoes of 1 to \S+ bytes compared, all equal`, echoes)))
	if line == "" {
		t.Fatal("the node does not say that its echoes came back equal")
	}
	t.Logf("the node sent %d echoes of 1 to %d bytes: all equal", echoes, bench.MaxEcho)
	return peer
}

func TestEchoesBothWaysWithGoEthereumDialledByTheNode(t *testing.T) {
	s := startGeth(t, nil)
	n := node.Start(t, node.Options{Args: []string{
		"--peer", s.Self().URLv4(), "--set", fmt.Sprintf("bench.echo-on-connect=%d", echoes)}})
	peer := echoBothWays(t, n, s)
	if !peer.Inbound() {
		t.Error("go-ethereum did not see an inbound peer")
	}
	// The clean end, from go-ethereum's side.
	mark := n.Log.Mark()
	peer.Disconnect(p2p.DiscUselessPeer)
	await(t, "go-ethereum's peer gone", s.drops, eventLimit)
	if !node.Reference() {
		requireLine(t, n, mark, "disconnect with 0x03 from go-ethereum", reasonPattern(0x03))
	}
}

func TestEchoesBothWaysWithGoEthereumDiallingTheNode(t *testing.T) {
	s := startGeth(t, nil)
	n := node.Start(t, node.Options{Args: []string{"--set", fmt.Sprintf("bench.echo-on-connect=%d", echoes)}})
	s.AddPeer(n.Enode)
	if peer := echoBothWays(t, n, s); peer.Inbound() {
		t.Error("go-ethereum did not dial")
	}
	// The clean end, from the node's side.
	n.Stop()
	drop := await(t, "go-ethereum's peer gone", s.drops, eventLimit)
	if drop.Error != p2p.DiscQuitting.Error() {
		t.Fatalf("go-ethereum saw %q at the node's stop, expected %q", drop.Error, p2p.DiscQuitting)
	}
	t.Logf("the node's stop reached go-ethereum as %q", drop.Error)
}

func TestSourceGivesWhatWasAskedFor(t *testing.T) {
	n := node.Start(t, node.Options{})
	c := connect(t, n)
	for _, order := range sourceOrders {
		if order.Size > 1<<23 && node.Reference() {
			continue // go-ethereum's own Snappy makes such a message too large for a frame
		}
		if err := c.Send(wire.BaseLength+bench.SourceRequest, &order); err != nil {
			t.Fatal(err)
		}
		for i := range order.Count {
			code, payload, err := c.ReadProtocol()
			if err != nil || code != bench.Source {
				t.Fatalf("source %+v, message %d: code %d, %v", order, i, code, err)
			}
			data, err := bench.Data(payload)
			if err != nil || uint64(len(data)) != order.Size {
				t.Fatalf("source %+v, message %d: %d bytes, %v", order, i, len(data), err)
			}
			if len(data) >= 64 && compressed(payload) < len(data) {
				t.Fatalf("source %+v, message %d: compressible", order, i)
			}
		}
		t.Logf("source of %d messages of %d bytes: right number, right sizes, incompressible", order.Count, order.Size)
	}
}

func TestSinkCountsMessagesAndPayloadBytesOfItsConnection(t *testing.T) {
	n := node.Start(t, node.Options{})
	c, other := connect(t, n), connect(t, n)
	var want bench.Count
	for i := range 100 {
		payload := bench.Payload(bench.Size(i, 100))
		if _, err := c.Write(wire.BaseLength+bench.Sink, payload); err != nil {
			t.Fatal(err)
		}
		want.Messages++
		want.Bytes += uint64(len(payload))
	}
	requireCount(t, c, want)
	requireCount(t, other, bench.Count{})
}

func requireCount(t *testing.T, c *wire.Client, want bench.Count) {
	t.Helper()
	if count, err := bench.QuerySink(c); err != nil || count != want {
		t.Errorf("sink counted %+v, expected %+v (%v)", count, want, err)
	} else {
		t.Logf("sink counted %+v", count)
	}
}

var sourceOrders = []bench.SourceOrder{
	{Count: 3, Size: 0},
	{Count: 1000, Size: 1},
	{Count: 1000, Size: 64},
	{Count: 200, Size: 65536},
	{Count: 20, Size: 1 << 20},
	{Count: 1, Size: 0xFFFFF0 - 8}, // the largest payload that a protocol may send
}
