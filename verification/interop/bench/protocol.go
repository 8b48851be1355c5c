package bench

import (
	"bytes"
	"fmt"
	"io"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/rlp"
)

// Handler is told what happens on connections of a go-ethereum p2p.Server that runs bench/1.
// Its functions may be nil, and are called from the peers' goroutines.
type Handler struct {
	Echoes    int                    // to send to each peer, one after another, replies compared
	Compared  func(*p2p.Peer, int)   // all echoes were answered rightly
	Echoed    func(*p2p.Peer, int)   // an echo of the peer was answered; how many so far
	Connected func(*p2p.Peer) error  // an error ends the session with its disconnect reason
	Ended     func(*p2p.Peer, error) // run returns this
}

// Protocol makes a go-ethereum protocol of it.
func (h Handler) Protocol() p2p.Protocol {
	return p2p.Protocol{Name: "bench", Version: 1, Length: Length, Run: h.run}
}

func (h Handler) run(peer *p2p.Peer, rw p2p.MsgReadWriter) (err error) {
	if h.Ended != nil {
		defer func() { h.Ended(peer, err) }()
	}
	if h.Connected != nil {
		if err := h.Connected(peer); err != nil {
			return err
		}
	}
	s := &session{Handler: h, peer: peer, rw: rw, replies: make(chan []byte), done: make(chan struct{})}
	failed := make(chan error, 2)
	go func() { failed <- s.read() }()
	if h.Echoes > 0 {
		go func() {
			if err := s.sendEchoes(); err != nil {
				failed <- err
			}
		}()
	}
	err = <-failed
	close(s.done) // the reader, if it is not what failed, ends when the server closes the link after this return
	return err
}

// session belongs to two goroutines: the reader, which answers, and the sender of echoes.
type session struct {
	Handler
	peer    *p2p.Peer
	rw      p2p.MsgReadWriter
	replies chan []byte
	done    chan struct{}
	echoed  int
	count   Count
}

func (s *session) read() error {
	for {
		msg, err := s.rw.ReadMsg()
		if err != nil {
			return err
		}
		payload, err := io.ReadAll(msg.Payload)
		if err != nil {
			return err
		}
		if err := s.answer(msg.Code, payload); err != nil {
			return err
		}
	}
}

func (s *session) answer(code uint64, payload []byte) error {
	switch code {
	case Echo:
		if _, err := Data(payload); err != nil {
			return p2p.DiscProtocolError
		}
		if err := s.write(EchoReply, payload); err != nil {
			return err
		}
		s.echoed++
		if s.Echoed != nil {
			s.Echoed(s.peer, s.echoed)
		}
	case EchoReply:
		select {
		case s.replies <- payload:
		case <-s.done:
		}
	case Sink:
		s.count.Messages++
		s.count.Bytes += uint64(len(payload))
	case SinkQuery:
		return p2p.Send(s.rw, SinkCount, &s.count)
	case SourceRequest:
		var order SourceOrder
		if err := rlp.DecodeBytes(payload, &order); err != nil {
			return p2p.DiscProtocolError
		}
		data := Payload(int(order.Size))
		for range order.Count {
			if err := s.write(Source, data); err != nil {
				return err
			}
		}
	case SinkCount, Source:
	default:
		return p2p.DiscProtocolError
	}
	return nil
}

func (s *session) sendEchoes() error {
	for i := range s.Echoes {
		payload := Payload(Size(i, s.Echoes))
		if err := s.write(Echo, payload); err != nil {
			return err
		}
		select {
		case reply := <-s.replies:
			if !bytes.Equal(payload, reply) {
				return fmt.Errorf("reply to echo %d of %d bytes differs", i, len(payload))
			}
		case <-s.done:
			return nil
		}
	}
	if s.Compared != nil {
		s.Compared(s.peer, s.Echoes)
	}
	return nil
}

func (s *session) write(code uint64, payload []byte) error {
	return s.rw.WriteMsg(p2p.Msg{Code: code, Size: uint32(len(payload)), Payload: bytes.NewReader(payload)})
}
