package interop

import (
	"crypto/rand"
	"encoding/binary"
	"encoding/hex"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

// The handshake has 5 s, hello another 5; what comes on top is for a busy machine.
const (
	handshakeLimit = 5 * time.Second
	slack          = 4 * time.Second
)

// witness is a session that must work before, between and after whatever others send.
func witness(t *testing.T, n *node.Node) {
	t.Helper()
	c := connect(t, n)
	t.Cleanup(func() {
		if err := bench.EchoOnce(c, bench.Payload(1024)); err != nil {
			t.Errorf("the bystander's session was disturbed: %v", err)
		}
		requireAlive(t, n)
	})
}

func open(t *testing.T, n *node.Node) net.Conn {
	t.Helper()
	conn, err := wire.Open(n.Enode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return conn
}

func send(t *testing.T, conn net.Conn, data []byte) {
	t.Helper()
	if _, err := conn.Write(data); err != nil {
		t.Fatal(err)
	}
}

func auth(t *testing.T, target *enode.Node, o wire.AuthOptions) *wire.Auth {
	t.Helper()
	a, err := wire.NewAuth(wire.NewKey(), target.Pubkey(), o)
	if err != nil {
		t.Fatal(err)
	}
	return a
}

func sized(size int, content []byte) []byte {
	return append(binary.BigEndian.AppendUint16(nil, uint16(size)), content...)
}

func garbage(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

func TestBadHandshakesEndInSilence(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	flipped := func(at int) []byte {
		packet := auth(t, n.Enode, wire.AuthOptions{}).Packet
		packet[(len(packet)+at)%len(packet)] ^= 1
		return packet
	}
	offCurve := auth(t, n.Enode, wire.AuthOptions{})
	offCurve.MovePointOffCurve()
	plainFlipped := auth(t, n.Enode, wire.AuthOptions{Plain: true}).Packet
	plainFlipped[100] ^= 1
	cases := map[string][]byte{
		"garbage of 400 bytes":               append([]byte{0x01, 0x40}, garbage(400)...),
		"garbage without a size":             append([]byte{0xFF}, garbage(2047)...),
		"an HTTP request":                    []byte("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n" + string(make([]byte, 400))),
		"size 0":                             sized(0, garbage(400)),
		"size 1":                             sized(1, garbage(400)),
		"size 2049":                          sized(2049, garbage(2049)),
		"size 65535":                         sized(65535, garbage(2048)),
		"a point off the curve":              offCurve.Packet,
		"zeros for a point":                  sized(400, append([]byte{4}, make([]byte, 399)...)),
		"a changed tag":                      flipped(-1),
		"a changed text":                     flipped(-100),
		"a changed vector":                   flipped(2 + 65),
		"a plain auth with a changed text":   plainFlipped,
		"another node's auth":                auth(t, enode.NewV4(&wire.NewKey().PublicKey, net.IPv4(127, 0, 0, 1), 1, 0), wire.AuthOptions{}).Packet,
		"a static key off the curve":         auth(t, n.Enode, wire.AuthOptions{StaticKey: garbage(64)}).Packet,
		"a static key of 3 bytes":            auth(t, n.Enode, wire.AuthOptions{StaticKey: garbage(3)}).Packet,
		"a signature that no key gives":      auth(t, n.Enode, wire.AuthOptions{BadSignature: true}).Packet,
		"a plain auth with a bad signature":  auth(t, n.Enode, wire.AuthOptions{Plain: true, BadSignature: true}).Packet,
		"a plain auth, static key off curve": auth(t, n.Enode, wire.AuthOptions{Plain: true, StaticKey: garbage(64)}).Packet,
	}
	for name, packet := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // some end by the deadline alone
			conn := open(t, n)
			send(t, conn, packet)
			requireSilence(t, conn, handshakeLimit+slack)
		})
	}
}

func TestDeadlinesOfTheHandshakeAreAbsolute(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	drip := func(t *testing.T, first []byte, then []byte) {
		conn := open(t, n)
		send(t, conn, first)
		start := time.Now()
		go func() {
			for _, b := range then {
				if _, err := conn.Write([]byte{b}); err != nil {
					return // closed, as it should be
				}
				time.Sleep(time.Second) // the attack itself: a byte a second
			}
		}()
		requireSilence(t, conn, handshakeLimit+slack)
		if after := time.Since(start); after < handshakeLimit-time.Second {
			t.Errorf("closed after %v, before the deadline", after)
		}
	}
	t.Run("nothing sent", func(t *testing.T) { t.Parallel(); drip(t, nil, nil) })
	t.Run("a byte a second", func(t *testing.T) {
		t.Parallel()
		drip(t, nil, auth(t, n.Enode, wire.AuthOptions{}).Packet)
	})
	t.Run("all but the last bytes, then one a second", func(t *testing.T) {
		t.Parallel()
		packet := auth(t, n.Enode, wire.AuthOptions{}).Packet
		drip(t, packet[:len(packet)-20], packet[len(packet)-20:])
	})
	t.Run("auth, then no hello", func(t *testing.T) {
		if node.Reference() {
			t.Skip("go-ethereum waits 30 s for hello")
		}
		t.Parallel()
		c, err := wire.Encrypted(n.Enode, wire.NewKey())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		c.SetDeadline(time.Now().Add(2*handshakeLimit + slack))
		for {
			if _, _, _, err := c.Transport.Read(); isTimeout(err) {
				t.Fatal("the node did not close")
			} else if err != nil {
				t.Logf("closed: %v", err)
				return
			}
		}
	})
}

func TestUnusualButLegalHandshakesWork(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	cases := map[string]wire.AuthOptions{
		"EIP-8":                             {},
		"a higher version":                  {Version: 56},
		"more list elements":                {Extra: []any{uint(1), []byte("more"), []uint{1, 2}}},
		"version 56 and more list elements": {Version: 56, Extra: []any{[]byte{1, 2, 3}}, Padding: 300},
		"the smallest padding":              {Padding: 100},
		"the largest packet":                {Padding: 2048 - 113 - 173},
		"the form before EIP-8":             {Plain: true},
	}
	for name, o := range cases {
		t.Run(name, func(t *testing.T) {
			if o.Plain && node.Reference() {
				t.Skip("go-ethereum no longer reads it")
			}
			checkRaw(t, n, auth(t, n.Enode, o), nil)
		})
	}
	for _, at := range []int{1, 2, 3, 67, 200} {
		t.Run("in two segments", func(t *testing.T) {
			checkRaw(t, n, auth(t, n.Enode, wire.AuthOptions{}), []int{at})
		})
	}
	t.Run("plain in two segments", func(t *testing.T) {
		if node.Reference() {
			t.Skip("go-ethereum no longer reads it")
		}
		checkRaw(t, n, auth(t, n.Enode, wire.AuthOptions{Plain: true}), []int{1, 150})
	})
}

// checkRaw sends the auth, in segments that end at the given places, and expects a working session.
func checkRaw(t *testing.T, n *node.Node, a *wire.Auth, ends []int) {
	t.Helper()
	conn := open(t, n)
	from := 0
	for _, end := range append(ends, len(a.Packet)) {
		send(t, conn, a.Packet[from:end])
		from = end
		if end < len(a.Packet) {
			time.Sleep(50 * time.Millisecond) // so that the kernel cannot join the segments
		}
	}
	session, err := a.Finish(conn)
	if err != nil {
		t.Fatalf("auth of %d bytes: %v", len(a.Packet), err)
	}
	c := &wire.Client{Transport: session, Conn: conn, Key: a.Key}
	if err := c.ExchangeHello(wire.NewHello(a.Key)); err != nil {
		t.Fatal(err)
	}
	if err := bench.EchoOnce(c, bench.Payload(5000)); err != nil {
		t.Fatal(err)
	}
	t.Logf("auth of %d bytes, segments end at %v: a session with %s", len(a.Packet), ends, c.Their.Name)
	if err := c.Disconnect(p2p.DiscRequested); err != nil {
		t.Error(err)
	}
}

func TestAPeerWithTheNodesOwnKeyIsRefused(t *testing.T) {
	key := wire.NewKey()
	file := filepath.Join(t.TempDir(), "key")
	if err := os.WriteFile(file, []byte(hex.EncodeToString(crypto.FromECDSA(key))), 0o600); err != nil {
		t.Fatal(err)
	}
	n := node.Start(t, node.Options{Args: []string{"--node-key-file", file}})
	c, err := wire.Encrypted(n.Enode, key)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	hello := wire.NewHello(key)
	if err := c.Send(wire.HelloMsg, &hello); err != nil {
		t.Log(err) // the disconnect may be here already
	}
	requireRefused(t, c, p2p.DiscSelf)
	requireAlive(t, n)
}

func TestAPeerBeyondTheLimitIsRefused(t *testing.T) {
	n := node.Start(t, node.Options{Args: []string{"--max-peers", "0"}})
	c, err := wire.Encrypted(n.Enode, wire.NewKey())
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	requireRefused(t, c, p2p.DiscTooManyPeers)
}

// requireRefused reads a disconnect that may come before or after the node's hello.
func requireRefused(t *testing.T, c *wire.Client, want p2p.DiscReason) {
	t.Helper()
	if err := c.ReadHello(5); err == nil {
		requireDisconnect(t, c, want)
		return
	} else if d, ok := err.(*wire.Disconnected); !ok || d.Reason != want {
		t.Errorf("%v came, expected 0x%02x", err, uint8(want))
	} else {
		t.Logf("answered with %v in place of hello", d)
	}
}
