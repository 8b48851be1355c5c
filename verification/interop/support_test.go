// Package interop checks a running peerloom against peers that it shares no code with.
package interop

import (
	"errors"
	"fmt"
	"io"
	"net"
	"regexp"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/golang/snappy"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

// connect is a session with the node, hellos exchanged; closed when the test ends.
func connect(t *testing.T, n *node.Node) *wire.Client {
	t.Helper()
	c, err := wire.Dial(n.Enode, wire.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	// Long enough for the tests that hold it, short enough not to hang.
	c.SetDeadline(time.Now().Add(2 * time.Minute))
	return c
}

func compressed(payload []byte) int { return len(snappy.Encode(nil, payload)) }

// reasonPattern matches a disconnect reason in a log line.
func reasonPattern(code int) *regexp.Regexp {
	return regexp.MustCompile(fmt.Sprintf(`0x%02x\b`, code))
}

func requireLine(t *testing.T, n *node.Node, mark int, what string, patterns ...*regexp.Regexp) {
	t.Helper()
	line := n.Log.Await(mark, eventLimit, patterns...)
	if line == "" {
		t.Errorf("%s: no such line in the log; it has\n%s", what, n.Log.Tail(12))
		return
	}
	t.Logf("%s, in the log: %s", what, line)
}

// requireDisconnect reads until the node's disconnect, which must have the reason, and until its close.
func requireDisconnect(t *testing.T, c *wire.Client, want p2p.DiscReason) {
	t.Helper()
	c.SetDeadline(time.Now().Add(wire.Timeout))
	err := c.ReadUntil(wire.DisconnectMsg + 0x1000) // no such message: until an error
	var d *wire.Disconnected
	if !errors.As(err, &d) {
		t.Errorf("no disconnect 0x%02x came, but: %v", uint8(want), err)
		return
	}
	if d.Reason != want {
		t.Errorf("%v came, expected 0x%02x", d, uint8(want))
		return
	}
	t.Logf("answered with %v", d)
	if err := c.AwaitClose(); err != nil {
		t.Error(err)
	}
}

// requireClosed reads until the node closes, with or without a disconnect before it.
func requireClosed(t *testing.T, c *wire.Client) {
	t.Helper()
	c.SetDeadline(time.Now().Add(wire.Timeout))
	err := c.ReadUntil(0x1000)
	if isTimeout(err) {
		t.Error("the node did not close")
		return
	}
	t.Logf("closed: %v", err)
	if err := c.AwaitClose(); err != nil {
		t.Error(err)
	}
}

// requireSilence waits for the node to close a connection on which it must not send a byte.
func requireSilence(t *testing.T, conn net.Conn, limit time.Duration) {
	t.Helper()
	conn.SetDeadline(time.Now().Add(limit))
	got, err := io.ReadAll(conn)
	switch {
	case isTimeout(err):
		t.Errorf("the node did not close within %v", limit)
	case len(got) > 0:
		t.Errorf("%d bytes came, expected a close without a byte", len(got))
	default:
		t.Log("closed without a byte")
	}
}

func isTimeout(err error) bool {
	var timeout net.Error
	return errors.As(err, &timeout) && timeout.Timeout()
}

// requireAlive checks that a session works: hello, ping, echo.
func requireAlive(t *testing.T, n *node.Node) {
	t.Helper()
	c, err := wire.Dial(n.Enode, wire.NewKey())
	if err != nil {
		t.Errorf("the node is no longer there for others: %v", err)
		return
	}
	if err := c.Ping(); err != nil {
		t.Errorf("ping to the node: %v", err)
	}
	if err := bench.EchoOnce(c, bench.Payload(32)); err != nil {
		t.Errorf("echo from the node: %v", err)
	}
	if err := c.Disconnect(p2p.DiscRequested); err != nil {
		t.Error(err)
	}
}
