package raw

import (
	"encoding/binary"
	"math"
	"math/bits"
	"math/rand"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// Envelope is one whose fields are chosen freely.
type Envelope struct {
	Expiry uint32
	TTL    uint32
	Topic  [4]byte
	Data   []byte
	Nonce  uint64
}

// NewEnvelope is one of random data that lives from now on.
func NewEnvelope(ttl uint32, size int, topic [4]byte) *Envelope {
	data := make([]byte, size)
	rand.Read(data)
	return &Envelope{Expiry: uint32(time.Now().Unix()) + ttl, TTL: ttl, Topic: topic, Data: data}
}

// Seal finds a nonce.
func (e *Envelope) Seal(pow float64) *Envelope {
	input, err := rlp.EncodeToBytes([]any{e.Expiry, e.TTL, e.Topic, e.Data})
	if err != nil {
		panic(err) // numbers and bytes always encode
	}
	target := int(math.Ceil(math.Log2(pow * float64(len(input)) * float64(e.TTL+2))))
	input = append(input, make([]byte, 8)...)
	for e.Nonce = 0; ; e.Nonce++ {
		binary.BigEndian.PutUint64(input[len(input)-8:], e.Nonce)
		hash := crypto.Keccak256(input)
		if bits.LeadingZeros64(binary.BigEndian.Uint64(hash)) >= target {
			return e
		}
	}
}

// Hash is the envelope's name.
func (e *Envelope) Hash() [32]byte {
	encoded, err := rlp.EncodeToBytes(e)
	if err != nil {
		panic(err)
	}
	return [32]byte(crypto.Keccak256(encoded))
}
