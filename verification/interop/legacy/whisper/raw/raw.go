// Package raw speaks shh by hand over go-ethereum's links, so that any byte of a message can be wrong.
package raw

import (
	"bytes"
	"crypto/ecdsa"
	"errors"
	"math"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/rlp"
)

// Message codes.
const (
	Status    = 0
	Messages  = 1
	PoW       = 2
	Bloom     = 3
	Direct    = 127
	CodeCount = 128
)

const limit = 20 * time.Second

// Peer is one connection on which both sides speak shh/6.
type Peer struct {
	server *p2p.Server
	rw     p2p.MsgReadWriter
	drops  chan *p2p.PeerEvent
	end    func() // lets the protocol return; only then go-ethereum tells how the link ended
	stop   func()
}

// NewKey is a key that is good enough to be met once.
func NewKey() *ecdsa.PrivateKey {
	key, err := crypto.GenerateKey()
	if err != nil {
		panic(err) // no randomness
	}
	return key
}

// Dial connects to a node. Nothing has been said yet, not even a status.
func Dial(target *enode.Node) (*Peer, error) {
	done := make(chan struct{})
	p := &Peer{drops: make(chan *p2p.PeerEvent, 16), end: sync.OnceFunc(func() { close(done) })}
	linked := make(chan p2p.MsgReadWriter, 1)
	protocol := p2p.Protocol{Name: "shh", Version: 6, Length: CodeCount,
		Run: func(_ *p2p.Peer, rw p2p.MsgReadWriter) error {
			linked <- rw
			<-done
			return nil
		}}
	p.server = &p2p.Server{Config: p2p.Config{
		PrivateKey: NewKey(), MaxPeers: 1, Name: "interop/raw", NoDiscovery: true, Protocols: []p2p.Protocol{protocol}}}
	if err := p.server.Start(); err != nil {
		return nil, err
	}
	events := make(chan *p2p.PeerEvent, 16)
	subscription := p.server.SubscribeEvents(events)
	go func() {
		for {
			select {
			case e := <-events:
				if e.Type == p2p.PeerEventTypeDrop {
					p.drops <- e
				}
			case <-subscription.Err():
				return
			}
		}
	}()
	p.stop = func() {
		p.end()
		subscription.Unsubscribe()
		p.server.Stop()
	}
	p.server.AddPeer(target)
	select {
	case p.rw = <-linked:
		return p, nil
	case <-time.After(limit):
		p.stop()
		return nil, errors.New("no link to the node")
	}
}

// Open connects and exchanges status, as a full node that takes everything.
func Open(target *enode.Node) (*Peer, error) {
	p, err := Dial(target)
	if err != nil {
		return nil, err
	}
	if err := p.SendStatus(0, nil, false); err != nil {
		return nil, err
	}
	message, err := p.Read()
	if err == nil && message.Code != Status {
		err = errors.New("no status came first")
	}
	return p, err
}

// ID is how the node knows this peer.
func (p *Peer) ID() enode.ID { return p.server.Self().ID() }

// SendStatus sends a status.
func (p *Peer) SendStatus(pow float64, bloom []byte, light bool) error {
	return p2p.SendItems(p.rw, Status, uint64(6), math.Float64bits(pow), bloom, light)
}

// Send sends a message whose payload is the RLP of a value.
func (p *Peer) Send(code uint64, value any) error { return p2p.Send(p.rw, code, value) }

// SendBytes sends a payload as it is.
func (p *Peer) SendBytes(code uint64, payload []byte) error {
	return p.rw.WriteMsg(p2p.Msg{Code: code, Size: uint32(len(payload)), Payload: bytes.NewReader(payload)})
}

// Message is one that came.
type Message struct {
	Code    uint64
	Payload []byte
}

// Decode reads the payload as RLP.
func (m Message) Decode(into any) error { return rlp.DecodeBytes(m.Payload, into) }

// Read waits for a message, until the link ends.
func (p *Peer) Read() (Message, error) {
	msg, err := p.rw.ReadMsg()
	if err != nil {
		return Message{}, err
	}
	payload := make([]byte, msg.Size)
	var buffer bytes.Buffer
	if _, err := buffer.ReadFrom(msg.Payload); err != nil {
		return Message{}, err
	}
	copy(payload, buffer.Bytes())
	return Message{msg.Code, payload}, nil
}

// AwaitDrop waits for the node's disconnect and returns what it said.
func (p *Peer) AwaitDrop() (string, error) {
	go func() {
		for {
			if _, err := p.Read(); err != nil {
				p.end()
				return
			}
		}
	}()
	select {
	case drop := <-p.drops:
		return drop.Error, nil
	case <-time.After(limit):
		return "", errors.New("the link goes on")
	}
}

// Close ends the link.
func (p *Peer) Close() { p.stop() }
