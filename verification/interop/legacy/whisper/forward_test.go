package whisper

import (
	"encoding/binary"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/whisper/whisperv6"

	"dev.peerloom/verification/interop/legacy/whisper/node"
)

const (
	many  = 10_000
	batch = 1000 // go-ethereum sends all that is new in one message, which may have 1 MiB
)

// TestNoneOfManyIsLostBetweenTwoOfTheirs sends envelopes from one to the other, who know only the node.
func TestNoneOfManyIsLostBetweenTwoOfTheirs(t *testing.T) {
	n := node.Start(t, lowPoWIs)
	from, to := startGeth(t, lowPoW), startGeth(t, lowPoW)
	from.connect(t, n)
	to.connect(t, n)
	key := to.password(t, "many")
	filter := to.filter(t, whisperv6.Criteria{SymKeyID: key, Topics: []whisperv6.TopicType{topic}})
	raw, err := from.GetSymKey(from.password(t, "many"))
	if err != nil {
		t.Fatal(err)
	}
	seen := make(map[uint32]int)
	collect := func() {
		messages, err := to.api.GetFilterMessages(filter)
		if err != nil {
			t.Fatal(err)
		}
		for _, message := range messages {
			seen[binary.BigEndian.Uint32(message.Payload)]++
		}
	}
	start := time.Now()
	for first := 0; first < many; first += batch {
		for i := first; i < first+batch; i++ {
			from.send(t, raw, uint32(i))
		}
		node.Until(t, "the node has the batch", time.Minute, func() bool { return n.Info().Messages >= first+batch })
	}
	node.Until(t, "the other side has all", time.Minute, func() bool {
		collect()
		return len(seen) >= many
	})
	for i := range uint32(many) {
		if seen[i] != 1 {
			t.Errorf("message %d came %d times", i, seen[i])
		}
	}
	t.Logf("%d envelopes through the node in %v", len(seen), time.Since(start).Round(time.Millisecond))
	from.stillLinked(t)
	to.stillLinked(t)
}

func (g *gethNode) send(t *testing.T, key []byte, number uint32) {
	t.Helper()
	params := &whisperv6.MessageParams{TTL: 120, KeySym: key, Topic: topic, WorkTime: 5, PoW: 2 * lowPoW,
		Payload: binary.BigEndian.AppendUint32(nil, number)}
	message, err := whisperv6.NewSentMessage(params)
	if err != nil {
		t.Fatal(err)
	}
	envelope, err := message.Wrap(params)
	if err == nil {
		err = g.Send(envelope)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// TestWhatTheirsDoesNotWantIsNotSentToIt has the node keep back what go-ethereum would disconnect it for.
func TestWhatTheirsDoesNotWantIsNotSentToIt(t *testing.T) {
	n := node.Start(t, lowPoWIs)
	ourSym := node.Call[string](n, "shh_generateSymKeyFromPassword", "choosy")
	post := func(topic whisperv6.TopicType, pow float64, text string) {
		node.Call[hexutil.Bytes](n, "shh_post", map[string]any{"symKeyID": ourSym, "topic": topic, "ttl": 60,
			"payload": hexutil.Bytes(text), "powTarget": pow, "powTime": 20})
	}
	other := whisperv6.TopicType{0xee, 0xdd, 0xcc, 0x07}

	choosy := startGeth(t, 2)
	if err := choosy.SetBloomFilter(whisperv6.TopicToBloom(topic)); err != nil {
		t.Fatal(err)
	}
	// Its own tolerance lasts: from then on it disconnects for what it does not want.
	node.Until(t, "go-ethereum's tolerance is over", limit, func() bool { return choosy.BloomFilterTolerance() != nil })
	choosy.connect(t, n)
	filter := choosy.filter(t, whisperv6.Criteria{SymKeyID: choosy.password(t, "choosy"), Topics: []whisperv6.TopicType{topic}})
	post(topic, lowPoW, "too little work")
	post(other, 3, "another topic")
	post(topic, 3, "wanted")
	if got := choosy.receive(t, filter); string(got.Payload) != "wanted" {
		t.Errorf("%q came", got.Payload)
	}
	if all := choosy.Envelopes(); len(all) != 1 {
		t.Errorf("%d envelopes came, expected the one", len(all))
	}
	choosy.stillLinked(t)

	// Now it takes less work: what was kept back follows.
	if err := choosy.SetMinimumPoW(lowPoW / 2); err != nil {
		t.Fatal(err)
	}
	if got := choosy.receive(t, filter); string(got.Payload) != "too little work" {
		t.Errorf("%q came", got.Payload)
	}
	choosy.stillLinked(t)
}
