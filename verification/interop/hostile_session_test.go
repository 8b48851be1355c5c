package interop

import (
	"bytes"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/golang/snappy"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

// raw is a session whose frames the test writes; no hello yet.
func raw(t *testing.T, n *node.Node) (*wire.Client, *wire.Session) {
	t.Helper()
	c, session, err := wire.Raw(n.Enode, wire.NewKey(), wire.AuthOptions{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { c.Close() })
	return c, session
}

// rawConnected is the same with hellos exchanged.
func rawConnected(t *testing.T, n *node.Node) (*wire.Client, *wire.Session) {
	t.Helper()
	c, session := raw(t, n)
	if err := c.ExchangeHello(wire.NewHello(c.Key)); err != nil {
		t.Fatal(err)
	}
	return c, session
}

func frame(t *testing.T, s *wire.Session, content []byte, o wire.FrameOptions) {
	t.Helper()
	if err := s.WriteFrame(content, o); err != nil {
		t.Fatal(err)
	}
}

func TestBadHellosAreRefused(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	hellos := []struct {
		name   string
		change func(*wire.Hello)
		want   p2p.DiscReason
	}{
		{"another identity", func(h *wire.Hello) { h.ID = garbage(64) }, p2p.DiscUnexpectedIdentity},
		{"no capability", func(h *wire.Hello) { h.Caps = nil }, p2p.DiscUselessPeer},
		{"no shared capability", func(h *wire.Hello) { h.Caps = []p2p.Cap{{Name: "nobody", Version: 1}} }, p2p.DiscUselessPeer},
		{"another version", func(h *wire.Hello) { h.Caps[0].Version = 2 }, p2p.DiscUselessPeer},
		{"another case", func(h *wire.Hello) { h.Caps[0].Name = "Bench" }, p2p.DiscUselessPeer},
	}
	for _, hello := range hellos {
		t.Run(hello.name, func(t *testing.T) {
			c, _ := raw(t, n)
			ours := wire.NewHello(c.Key)
			hello.change(&ours)
			if err := c.Send(wire.HelloMsg, &ours); err != nil {
				t.Fatal(err)
			}
			requireRefused(t, c, hello.want)
		})
	}
}

func TestUnusualButLegalHellosWork(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	many := func(h *wire.Hello) {
		for i := range 40 {
			h.Caps = append(h.Caps, p2p.Cap{Name: "other", Version: uint(i)})
		}
	}
	hellos := map[string]func(*wire.Hello){
		"version 4, so no Snappy":   func(h *wire.Hello) { h.Version = 4 },
		"version 6":                 func(h *wire.Hello) { h.Version = 6 },
		"more list elements":        func(h *wire.Hello) { h.Rest = []rlp.RawValue{{0x01}, {0xC1, 0x80}, {0x83, 1, 2, 3}} },
		"an empty name":             func(h *wire.Hello) { h.Name = "" },
		"a name with control bytes": func(h *wire.Hello) { h.Name = "a\nREADY \x1b[31m\x00\u202eb" },
		"capabilities in disorder":  func(h *wire.Hello) { h.Caps = append([]p2p.Cap{{Name: "zzz", Version: 9}}, h.Caps...) },
		"the same capability twice": func(h *wire.Hello) { h.Caps = append(h.Caps, h.Caps...) },
		"many capabilities":         many,
		"capabilities with bad names": func(h *wire.Hello) {
			h.Caps = append(h.Caps, p2p.Cap{Name: "", Version: 1}, p2p.Cap{Name: "much too long", Version: 1}, p2p.Cap{Name: "\x00\xff", Version: 1})
		},
	}
	for name, change := range hellos {
		t.Run(name, func(t *testing.T) {
			c, _ := raw(t, n)
			ours := wire.NewHello(c.Key)
			change(&ours)
			if err := c.ExchangeHello(ours); err != nil {
				t.Fatal(err)
			}
			if err := bench.EchoOnce(c, bench.Payload(100)); err != nil {
				t.Fatal(err)
			}
			t.Log("a session")
		})
	}
	requirePlain(t, n)
}

// requirePlain checks that what peers wrote steers no terminal that shows the log, and forges no line of it.
func requirePlain(t *testing.T, n *node.Node) {
	t.Helper()
	for _, line := range n.Log.Since(0) {
		odd := strings.ContainsFunc(line, func(r rune) bool { return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) })
		if odd || strings.HasPrefix(line, "READY") {
			t.Errorf("a line of the log: %q", line)
		}
	}
}

func TestBadFramesInPlaceOfHelloCloseTheConnection(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	hello := func(t *testing.T, c *wire.Client) []byte {
		ours := wire.NewHello(c.Key)
		payload, err := rlp.EncodeToBytes(&ours)
		if err != nil {
			t.Fatal(err)
		}
		return append([]byte{0x80}, payload...)
	}
	cases := []struct {
		name    string
		content func(t *testing.T, c *wire.Client) []byte
		options wire.FrameOptions
		ours    bool // go-ethereum differs
	}{
		{"a wrong header MAC", hello, wire.FrameOptions{BadHeaderMAC: true}, false},
		{"a wrong frame MAC", hello, wire.FrameOptions{BadFrameMAC: true}, false},
		{"a changed header", hello, wire.FrameOptions{GarbledHeader: true}, false},
		{"a header that declares 3000 bytes", hello, wire.FrameOptions{Size: 3000, HeaderOnly: true}, true},
		{"a header that declares 16 MiB", hello, wire.FrameOptions{Size: 0xFFFFFF, HeaderOnly: true}, true},
		{"an oversized hello", func(*testing.T, *wire.Client) []byte { return append([]byte{0x80}, bench.Payload(3000)...) }, wire.FrameOptions{}, false},
		{"an empty frame", func(*testing.T, *wire.Client) []byte { return nil }, wire.FrameOptions{}, false},
		{"no RLP", func(*testing.T, *wire.Client) []byte { return []byte{0x80, 0xF8, 0xFF, 1} }, wire.FrameOptions{}, false},
		{"an empty list", func(*testing.T, *wire.Client) []byte { return []byte{0x80, 0xC0} }, wire.FrameOptions{}, false},
		{"a ping", func(*testing.T, *wire.Client) []byte { return []byte{0x02, 0xC0} }, wire.FrameOptions{}, false},
		{"an echo", func(*testing.T, *wire.Client) []byte { return append([]byte{0x10}, bench.Payload(10)...) }, wire.FrameOptions{}, false},
		{"a non-canonical id", func(t *testing.T, c *wire.Client) []byte { return append([]byte{0x00}, hello(t, c)[1:]...) }, wire.FrameOptions{}, false},
	}
	for _, bad := range cases {
		t.Run(bad.name, func(t *testing.T) {
			if bad.ours && node.Reference() {
				t.Skip("go-ethereum reads it first")
			}
			c, session := raw(t, n)
			frame(t, session, bad.content(t, c), bad.options)
			requireClosed(t, c)
		})
	}
}

func TestBreachesOfProtocolEndTheSession(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	echo := func(payload []byte) []byte { return append([]byte{wire.BaseLength + bench.Echo}, payload...) }
	good := snappy.Encode(nil, bench.Payload(1000))
	cases := []struct {
		name    string
		content []byte
	}{
		{"an id beyond the last capability", append([]byte{wire.BaseLength + bench.Length}, snappy.Encode(nil, wire.EmptyList)...)},
		{"an id of two bytes beyond the last capability", append([]byte{0x81, 0xF0}, snappy.Encode(nil, wire.EmptyList)...)},
		{"an id of eight bytes", append([]byte{0x88, 1, 2, 3, 4, 5, 6, 7, 8}, snappy.Encode(nil, wire.EmptyList)...)},
		{"id 0x10 as 81 10", append([]byte{0x81, 0x10}, good...)},
		{"id 0x10 as 82 00 10", append([]byte{0x82, 0x00, 0x10}, good...)},
		{"id 0 as 00", append([]byte{0x00}, snappy.Encode(nil, wire.EmptyList)...)},
		{"a list for an id", append([]byte{0xC1, 0x10}, good...)},
		{"an id that is cut off", []byte{0x82, 0x10}},
		{"an empty frame", nil},
		{"bad Snappy: cut off", echo(good[:len(good)-1])},
		{"bad Snappy: no length", echo([]byte{0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF})},
		{"bad Snappy: a copy from before the start", echo([]byte{0x04, 0x0D, 0xFF})},
		{"bad Snappy: nothing", echo(nil)},
		{"16 MiB declared in 10 bytes", echo([]byte{0x80, 0x80, 0x80, 0x08, 0x00, 0xC0, 0x00, 0xC0, 0x00, 0xC0})},
		{"2 GiB declared in 10 bytes", echo([]byte{0xFF, 0xFF, 0xFF, 0xFF, 0x07, 0xC0, 0x00, 0xC0, 0x00, 0xC0})},
		{"bad RLP in an echo", echo(snappy.Encode(nil, []byte{0xC2, 0x81, 0x01}))},
		{"code 7, which bench does not have", append([]byte{wire.BaseLength + 7}, snappy.Encode(nil, wire.EmptyList)...)},
	}
	for _, breach := range cases {
		t.Run(breach.name, func(t *testing.T) {
			c, session := rawConnected(t, n)
			frame(t, session, breach.content, wire.FrameOptions{})
			if node.Reference() { // closes without saying why, or says something else
				requireClosed(t, c)
				return
			}
			requireDisconnect(t, c, p2p.DiscProtocolError)
		})
	}
}

func TestWrongMACsEndTheSession(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	for name, o := range map[string]wire.FrameOptions{
		"header MAC": {BadHeaderMAC: true}, "frame MAC": {BadFrameMAC: true}, "header": {GarbledHeader: true},
	} {
		t.Run(name, func(t *testing.T) {
			c, session := rawConnected(t, n)
			frame(t, session, append([]byte{wire.PingMsg}, snappy.Encode(nil, wire.EmptyList)...), o)
			requireClosed(t, c)
		})
	}
}

func TestBaseMessagesWithoutMeaningAreIgnored(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	c, _ := rawConnected(t, n)
	for id := uint64(4); id < wire.BaseLength; id++ {
		if _, err := c.Write(id, bench.Payload(int(id))); err != nil {
			t.Fatal(err)
		}
	}
	hello := wire.NewHello(c.Key)
	hello.Version = 4 // must not change compression
	if err := c.Send(wire.HelloMsg, &hello); err != nil {
		t.Fatal(err)
	}
	for _, pong := range [][]byte{wire.EmptyList, {}, {0xC1, 0x01}} {
		if _, err := c.Write(wire.PongMsg, pong); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.Ping(); err != nil {
		t.Fatal(err)
	}
	if err := bench.EchoOnce(c, bench.Payload(100)); err != nil {
		t.Fatal(err)
	}
	t.Log("ids 0x04 to 0x0f, a second hello and unasked pongs: the session goes on")
}

func TestAPingFloodEndsTheSession(t *testing.T) {
	if node.Reference() {
		t.Skip("go-ethereum answers every ping")
	}
	n := node.Start(t, node.Options{})
	witness(t, n)
	c, session := rawConnected(t, n)
	go func() {
		for range 200 {
			if _, err := session.Write(wire.PingMsg, wire.EmptyList); err != nil {
				return // closed, as it should be
			}
		}
	}()
	requireDisconnect(t, c, p2p.DiscProtocolError)
}

func TestPingsAtALegalRateAreAllAnswered(t *testing.T) {
	n := node.Start(t, node.Options{})
	c := connect(t, n)
	ticks := time.NewTicker(300 * time.Millisecond)
	defer ticks.Stop()
	for range 10 {
		if err := c.Ping(); err != nil {
			t.Fatal(err)
		}
		<-ticks.C
	}
}

func TestASecondSessionOfTheSamePeerIsRefused(t *testing.T) {
	n := node.Start(t, node.Options{})
	witness(t, n)
	first := connect(t, n)
	second, err := wire.Encrypted(n.Enode, first.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	hello := wire.NewHello(first.Key)
	if err := second.Send(wire.HelloMsg, &hello); err != nil {
		t.Log(err) // the disconnect may be here already
	}
	requireRefused(t, second, p2p.DiscAlreadyConnected)
	if err := bench.EchoOnce(first, bench.Payload(100)); err != nil {
		t.Errorf("the first session: %v", err)
	}
}

// TestACompressedBombIsRefused sends what is small on the wire and far too large after it.
func TestACompressedBombIsRefused(t *testing.T) {
	n := node.Start(t, node.Options{JavaOptions: "-Xmx96m"})
	witness(t, n)
	bomb := snappy.Encode(nil, bytes.Repeat([]byte{0}, 64<<20))
	if len(bomb) > 0xFFFF00 {
		t.Fatalf("the bomb has %d bytes", len(bomb))
	}
	c, session := rawConnected(t, n)
	frame(t, session, append([]byte{wire.BaseLength + bench.Sink}, bomb...), wire.FrameOptions{})
	requireClosed(t, c)
}
