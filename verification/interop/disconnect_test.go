package interop

import (
	"fmt"
	"net"
	"regexp"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/p2p/rlpx"
	"github.com/ethereum/go-ethereum/rlp"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

// All reasons that the specification names, and some that it does not.
var reasons = []int{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0xA, 0xB, 0x10, 0xC, 0x0F, 0x11, 0x7F, 0x80, 0xFF}

// form is a way in which disconnects are written by the clients of the network.
type form struct {
	name    string
	payload []byte
	reason  int // -1: none that can be told
}

func forms() (all []form) {
	for _, reason := range reasons {
		payload, err := rlp.EncodeToBytes([]uint{uint(reason)})
		if err != nil {
			panic(err) // lists of numbers always encode
		}
		all = append(all, form{fmt.Sprintf("[0x%02x]", reason), payload, reason})
	}
	return append(all,
		form{"bare 0x03", []byte{0x03}, 3},
		form{"bare 0x80", []byte{0x80}, 0},
		form{"bare 0x00", []byte{0x00}, 0},
		form{"[0x00] with a zero byte", []byte{0xC1, 0x00}, 0},
		form{"[0x1234]", []byte{0xC3, 0x82, 0x12, 0x34}, 0x1234},
		form{"empty list", []byte{0xC0}, -1},
		form{"nothing", []byte{}, -1},
		form{"no RLP", []byte{0xF8}, -1},
	)
}

// phase is a moment of a session at which a disconnect comes.
type phase struct {
	name  string
	enter func(n *node.Node) (*wire.Client, error)
}

var phases = []phase{
	{"in place of hello", func(n *node.Node) (*wire.Client, error) {
		return wire.Encrypted(n.Enode, wire.NewKey())
	}},
	{"after their hello", func(n *node.Node) (*wire.Client, error) {
		c, err := wire.Encrypted(n.Enode, wire.NewKey())
		if err != nil {
			return nil, err
		}
		return c, c.ReadHello(0)
	}},
	{"after both hellos", func(n *node.Node) (*wire.Client, error) {
		return wire.Dial(n.Enode, wire.NewKey())
	}},
}

func TestEveryDisconnectIsUnderstoodInEveryPhase(t *testing.T) {
	n := node.Start(t, node.Options{LogLevel: "debug"})
	for _, phase := range phases {
		for _, form := range forms() {
			t.Run(fmt.Sprintf("%s %s", phase.name, form.name), func(t *testing.T) {
				checkDisconnect(t, n, phase, form)
			})
		}
	}
	requireAlive(t, n)
}

func checkDisconnect(t *testing.T, n *node.Node, phase phase, form form) {
	mark := n.Log.Mark()
	c, err := phase.enter(n)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	if _, err := c.Write(wire.DisconnectMsg, form.payload); err != nil {
		t.Fatal(err)
	}
	if err := c.AwaitClose(); err != nil {
		t.Fatal(err)
	}
	if node.Reference() {
		return
	}
	patterns := []*regexp.Regexp{address(c.Conn.LocalAddr()), regexp.MustCompile("Disconnected|No link")}
	if form.reason >= 0 {
		patterns = append(patterns, reasonPattern(form.reason))
	}
	requireLine(t, n, mark, "closed", patterns...)
}

func address(a net.Addr) *regexp.Regexp { return regexp.MustCompile(regexp.QuoteMeta(a.String())) }

// TestGoEthereumServersDisconnectWithEachReason has the node dial one server per reason.
func TestGoEthereumServersDisconnectWithEachReason(t *testing.T) {
	if node.Reference() {
		t.Skip("go-ethereum does not log reasons")
	}
	var servers []*gethServer
	var args []string
	// 0x01 is the one reason that go-ethereum does not send but closes with.
	var sent []int
	for _, reason := range reasons {
		if reason == int(p2p.DiscNetworkError) {
			continue
		}
		s := startGeth(t, func(h *bench.Handler) {
			h.Echoes = 0
			h.Connected = func(*p2p.Peer) error { return p2p.DiscReason(reason) }
		})
		servers, sent = append(servers, s), append(sent, reason)
		args = append(args, "--peer", s.Self().URLv4())
	}
	n := node.Start(t, node.Options{LogLevel: "debug", Args: args})
	for i, s := range servers {
		drop := await(t, fmt.Sprintf("drop by server %d", i), s.drops, 30*time.Second)
		if want := p2p.DiscReason(sent[i]).Error(); drop.Error != want {
			t.Errorf("server ended with %q, expected %q", drop.Error, want)
		}
		tcp, _ := s.Self().TCPEndpoint()
		requireLine(t, n, 0, fmt.Sprintf("0x%02x from go-ethereum", sent[i]),
			regexp.MustCompile(regexp.QuoteMeta(tcp.String())), reasonPattern(sent[i]))
	}
	requireAlive(t, n)
}

// TestServersDisconnectBeforeAndDuringHello has the node dial servers that refuse it in the earlier phases.
func TestServersDisconnectBeforeAndDuringHello(t *testing.T) {
	type server struct {
		*refusing
		reason int
		first  bool
	}
	var servers []server
	var args []string
	for _, first := range []bool{true, false} {
		for _, reason := range []int{0, 3, 4, 0x10, 0xC} {
			s := listen(t, first, byte(reason))
			servers = append(servers, server{s, reason, first})
			args = append(args, "--peer", s.enode.URLv4())
		}
	}
	n := node.Start(t, node.Options{LogLevel: "debug", Args: args})
	for _, s := range servers {
		what := fmt.Sprintf("refused with 0x%02x, before hello: %v", s.reason, s.first)
		if err := await(t, what, s.result, 30*time.Second); err != nil {
			t.Errorf("%s: %v", what, err)
			continue
		}
		if node.Reference() {
			continue
		}
		tcp, _ := s.enode.TCPEndpoint()
		requireLine(t, n, 0, what, regexp.MustCompile(regexp.QuoteMeta(tcp.String())), reasonPattern(s.reason))
	}
	requireAlive(t, n)
}

// refusing is a server that takes one connection and refuses it.
type refusing struct {
	enode  *enode.Node
	result chan error
}

func listen(t *testing.T, beforeHello bool, reason byte) *refusing {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { l.Close() })
	key := wire.NewKey()
	at := l.Addr().(*net.TCPAddr)
	s := &refusing{enode.NewV4(&key.PublicKey, at.IP, at.Port, 0), make(chan error, 1)}
	go func() {
		conn, err := l.Accept()
		if err != nil {
			s.result <- err
			return
		}
		defer conn.Close()
		conn.SetDeadline(time.Now().Add(wire.Timeout))
		r := rlpx.NewConn(conn, nil)
		if _, err := r.Handshake(key); err != nil {
			s.result <- err
			return
		}
		c := &wire.Client{Transport: r, Conn: conn, Key: key}
		if !beforeHello {
			if err := c.ReadHello(0); err != nil {
				s.result <- err
				return
			}
		}
		if err := c.Send(wire.DisconnectMsg, []any{reason}); err != nil {
			s.result <- err
			return
		}
		s.result <- c.AwaitClose()
	}()
	return s
}
