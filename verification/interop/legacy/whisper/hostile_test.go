package whisper

import (
	"bytes"
	"math"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/rlp"

	"dev.peerloom/verification/interop/legacy/whisper/node"
	"dev.peerloom/verification/interop/legacy/whisper/raw"
)

var (
	malformed = p2p.DiscProtocolError.Error()
	forbidden = p2p.DiscReason(p2p.DiscSubprotocolError).Error()
)

func open(t *testing.T, n *node.Node) *raw.Peer {
	t.Helper()
	p, err := raw.Open(n.Enode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	return p
}

func requireDrop(t *testing.T, p *raw.Peer, n *node.Node, want string) {
	t.Helper()
	got, err := p.AwaitDrop()
	if err != nil || got != want {
		t.Errorf("the link ended with %q (%v), expected %q", got, err, want)
	}
	requireNothingKept(t, n)
}

func requireNothingKept(t *testing.T, n *node.Node) {
	t.Helper()
	if info := n.Info(); info.Messages != 0 || info.Memory != 0 {
		t.Errorf("%d envelopes of %d bytes were kept", info.Messages, info.Memory)
	}
}

func good() *raw.Envelope { return raw.NewEnvelope(50, 256, topic).Seal(0.3) }

// TestBadMessagesEndTheLink sends each on a link of its own; nothing of it is kept.
func TestBadMessagesEndTheLink(t *testing.T) {
	n := node.Start(t)
	now := uint32(time.Now().Unix())
	ofPeer := func(change func(*raw.Envelope)) []*raw.Envelope {
		bad := raw.NewEnvelope(50, 256, topic)
		change(bad)
		if bad.TTL == 50 { // with a longer life, no work would be enough
			bad.Seal(0.3)
		}
		// The good one before it is not kept either.
		return []*raw.Envelope{good(), bad}
	}
	cases := []struct {
		name string
		code uint64
		body any
		want string
	}{
		{"no list", raw.Messages, "envelopes", malformed},
		{"a number in place of an envelope", raw.Messages, []any{good(), uint(7)}, malformed},
		{"a field too few", raw.Messages, []any{[]any{now + 50, uint32(50), topic, []byte("data")}}, malformed},
		{"a field too many", raw.Messages, []any{[]any{now + 50, uint32(50), topic, []byte("data"), uint(1), uint(2)}}, malformed},
		{"a topic of 3 bytes", raw.Messages, []any{[]any{now + 50, uint32(50), []byte{1, 2, 3}, []byte("data"), uint(1)}}, malformed},
		{"an expiry of 33 bits", raw.Messages, []any{[]any{uint64(1) << 32, uint32(50), topic, []byte("data"), uint(1)}}, malformed},
		{"data that is a list", raw.Messages, []any{[]any{now + 50, uint32(50), topic, []uint{1}, uint(1)}}, malformed},
		{"too little work", raw.Messages, []*raw.Envelope{good(), weak(now)}, forbidden},
		{"long expired", raw.Messages, ofPeer(func(e *raw.Envelope) { e.Expiry = now - 30 }), forbidden},
		{"of the future", raw.Messages, ofPeer(func(e *raw.Envelope) { e.Expiry = now + 50 + 100 }), forbidden},
		{"a life longer than time", raw.Messages, ofPeer(func(e *raw.Envelope) { e.TTL = now + 1000 }), forbidden},
		{"bloom of 0 bytes", raw.Bloom, []byte{}, malformed},
		{"bloom of 65 bytes", raw.Bloom, make([]byte, 65), malformed},
		{"bloom that is a list", raw.Bloom, []uint{1, 2}, malformed},
		{"PoW not a number", raw.PoW, math.Float64bits(math.NaN()), malformed},
		{"PoW infinite", raw.PoW, math.Float64bits(math.Inf(1)), malformed},
		{"PoW below zero", raw.PoW, math.Float64bits(-1), malformed},
		{"PoW that is a list", raw.PoW, []uint{1}, malformed},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			p := open(t, n)
			if err := p.Send(c.code, c.body); err != nil {
				t.Fatal(err)
			}
			requireDrop(t, p, n, c.want)
		})
	}
	t.Run("1 MiB + 1", func(t *testing.T) {
		p := open(t, n)
		if err := p.SendBytes(raw.Messages, make([]byte, 1<<20+1)); err != nil {
			t.Fatal(err)
		}
		requireDrop(t, p, n, forbidden)
	})
	t.Run("a flood of envelopes that expired long ago", func(t *testing.T) {
		p := open(t, n)
		expired := good()
		expired.Expiry = now - 60
		for range 1000 {
			if p.Send(raw.Messages, []*raw.Envelope{expired, expired, expired}) != nil {
				break // the node has closed
			}
		}
		requireDrop(t, p, n, forbidden)
	})
}

// weak has as little work as there is.
func weak(now uint32) *raw.Envelope {
	e := &raw.Envelope{Expiry: now + 50_000, TTL: 50_000, Topic: topic, Data: bytes.Repeat([]byte{7}, 1000)}
	return e
}

// TestBadStatusEndsTheLink sends what is no status, or an impossible one.
func TestBadStatusEndsTheLink(t *testing.T) {
	n := node.Start(t)
	status := func(fields ...any) []any { return append([]any{uint64(6)}, fields...) }
	for _, c := range []struct {
		name string
		code uint64
		body any
		want string
	}{
		{"another message first", raw.Bloom, make([]byte, 64), forbidden},
		{"version 5", raw.Status, []uint64{5}, forbidden},
		{"no version", raw.Status, []uint64{}, malformed},
		{"PoW not a number", raw.Status, status(math.Float64bits(math.NaN())), malformed},
		{"PoW infinite", raw.Status, status(math.Float64bits(math.Inf(1))), malformed},
		{"PoW minus infinite", raw.Status, status(math.Float64bits(math.Inf(-1))), malformed},
		{"bloom of 65 bytes", raw.Status, status(math.Float64bits(0.2), make([]byte, 65)), malformed},
		{"bloom of 63 bytes", raw.Status, status(math.Float64bits(0.2), make([]byte, 63)), malformed},
		{"light node of 2", raw.Status, status(math.Float64bits(0.2), make([]byte, 64), uint(2)), malformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			p, err := raw.Dial(n.Enode)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(p.Close)
			if err := p.Send(c.code, c.body); err != nil {
				t.Fatal(err)
			}
			requireDrop(t, p, n, c.want)
		})
	}
}

// TestHarmlessOdditiesAreBorne keeps the link: what is late but not absurd, or of a later version.
func TestHarmlessOdditiesAreBorne(t *testing.T) {
	n := node.Start(t)
	p, err := raw.Dial(n.Enode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	// The version alone is enough.
	if err := p.Send(raw.Status, []uint64{6}); err != nil {
		t.Fatal(err)
	}
	expired := raw.NewEnvelope(50, 256, topic)
	expired.Expiry = uint32(time.Now().Unix()) - 5
	flood := make([]*raw.Envelope, 500)
	for i := range flood {
		flood[i] = expired
	}
	for range 20 {
		if err := p.Send(raw.Messages, flood); err != nil {
			t.Fatal(err)
		}
	}
	for _, code := range []uint64{raw.Status, 4, 99, 126, raw.Direct} {
		if err := p.SendBytes(code, []byte("whatever")); err != nil {
			t.Fatal(err)
		}
	}
	// An envelope behind all that arrives: the link is there, and it is the only one that is kept.
	last := good()
	if err := p.Send(raw.Messages, []*raw.Envelope{last, last}); err != nil {
		t.Fatal(err)
	}
	node.Until(t, "the last envelope is in the pool", limit, func() bool { return n.Info().Messages == 1 })
}

// TestEnvelopesOutsideTheBloomEndTheLink has a light node, which asks for the topics of its filters only.
func TestEnvelopesOutsideTheBloomEndTheLink(t *testing.T) {
	n := node.Start(t, "light=true")
	key := node.Call[string](n, "shh_newSymKey")
	node.Call[string](n, "shh_newMessageFilter", map[string]any{"symKeyID": key, "topics": []any{topic}})

	p, err := raw.Dial(n.Enode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Close)
	message, err := p.Read()
	if err != nil {
		t.Fatal(err)
	}
	var status struct {
		Version, PoW uint64
		Bloom        []byte
		Light        bool
	}
	if err := rlp.DecodeBytes(message.Payload, &status); err != nil || !status.Light {
		t.Fatalf("status %x: %+v, %v", message.Payload, status, err)
	}
	if want := bloom(topic); !bytes.Equal(status.Bloom, want) {
		t.Errorf("bloom %x, expected %x", status.Bloom, want)
	}
	if err := p.SendStatus(0, nil, false); err != nil {
		t.Fatal(err)
	}
	if err := p.Send(raw.Messages, []*raw.Envelope{raw.NewEnvelope(50, 256, [4]byte{1, 2, 3, 0}).Seal(0.3)}); err != nil {
		t.Fatal(err)
	}
	// The filter came less than ten seconds ago, so before it nothing was borne that is not borne now.
	requireDrop(t, p, n, forbidden)

	light, err := raw.Dial(n.Enode)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(light.Close)
	if err := light.SendStatus(0, nil, true); err != nil {
		t.Fatal(err)
	}
	requireDrop(t, light, n, p2p.DiscUselessPeer.Error())
}

func bloom(topic [4]byte) []byte {
	bits := make([]byte, 64)
	for j := range 3 {
		index := int(topic[j])
		if topic[3]&(1<<j) != 0 {
			index += 256
		}
		bits[index/8] |= 1 << (index % 8)
	}
	return bits
}

// TestChangesAreToldToPeers reads the messages about work and topics.
func TestChangesAreToldToPeers(t *testing.T) {
	n := node.Start(t)
	p := open(t, n)
	node.Call[bool](n, "shh_setMinPoW", 0.75)
	message, err := p.Read()
	var pow uint64
	if err != nil || message.Code != raw.PoW || message.Decode(&pow) != nil || math.Float64frombits(pow) != 0.75 {
		t.Errorf("message %+v (%v), expected a PoW of 0.75", message, err)
	}
	node.Call[bool](n, "shh_setBloomFilter", "0x"+string(bytes.Repeat([]byte("0f"), 64)))
	message, err = p.Read()
	var bits []byte
	if err != nil || message.Code != raw.Bloom || message.Decode(&bits) != nil || !bytes.Equal(bits, bytes.Repeat([]byte{0x0f}, 64)) {
		t.Errorf("message %+v (%v), expected the bloom filter", message, err)
	}
}
