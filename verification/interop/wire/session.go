package wire

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"hash"
	"net"

	"github.com/ethereum/go-ethereum/p2p/rlpx"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/golang/snappy"
)

// Session is an RLPx session whose frames are written here, so that any part of them can be wrong,
// and read by go-ethereum's package rlpx. Owned by one goroutine for writing and one for reading.
type Session struct {
	*rlpx.Conn
	conn   net.Conn
	enc    cipher.Stream
	mac    cipher.Block
	egress hash.Hash
	snappy bool
}

// FrameOptions says what is wrong with a frame.
type FrameOptions struct {
	Size          int  // declared in the header in place of the real size, if not 0
	HeaderOnly    bool // the body is not sent
	BadHeaderMAC  bool
	BadFrameMAC   bool
	GarbledHeader bool // changed after its MAC was taken
}

func newSession(conn net.Conn, s secrets) *Session {
	reader := rlpx.NewConn(conn, nil)
	reader.InitWithSecrets(rlpx.Secrets{
		AES: s.aes, MAC: s.mac, EgressMAC: s.egress, IngressMAC: s.ingress,
	})
	// Keys of 32 bytes: neither can fail.
	enc, _ := aes.NewCipher(s.aes)
	mac, _ := aes.NewCipher(s.mac)
	return &Session{
		Conn: reader, conn: conn, mac: mac, egress: s.egress,
		enc: cipher.NewCTR(enc, make([]byte, aes.BlockSize)),
	}
}

// SetSnappy switches compression on or off, both ways.
func (s *Session) SetSnappy(on bool) {
	s.snappy = on
	s.Conn.SetSnappy(on)
}

// Write sends a correct message.
func (s *Session) Write(code uint64, payload []byte) (uint32, error) {
	if s.snappy {
		payload = snappy.Encode(nil, payload)
	}
	err := s.WriteFrame(append(rlp.AppendUint64(nil, code), payload...), FrameOptions{})
	return uint32(len(payload)), err
}

// WriteFrame sends one frame with the given content: message id and payload, as they are.
func (s *Session) WriteFrame(content []byte, o FrameOptions) error {
	size := len(content)
	if o.Size != 0 {
		size = o.Size
	}
	header := make([]byte, 16)
	copy(header, []byte{byte(size >> 16), byte(size >> 8), byte(size), 0xC2, 0x80, 0x80})
	s.enc.XORKeyStream(header, header)
	headerMAC := s.update(s.egress.Sum(nil), header)
	if o.BadHeaderMAC {
		headerMAC[0] ^= 1
	}
	if o.GarbledHeader {
		header[0] ^= 1
	}
	if o.HeaderOnly {
		_, err := s.conn.Write(append(header, headerMAC...))
		return err
	}
	body := append(bytes.Clone(content), make([]byte, (16-len(content)%16)%16)...)
	s.enc.XORKeyStream(body, body)
	s.egress.Write(body)
	seed := s.egress.Sum(nil)
	frameMAC := s.update(seed, seed[:16])
	if o.BadFrameMAC {
		frameMAC[15] ^= 0x80
	}
	_, err := s.conn.Write(bytes.Join([][]byte{header, headerMAC, body, frameMAC}, nil))
	return err
}

// update mixes the seed into the egress digest and returns the MAC.
func (s *Session) update(digest, seed []byte) []byte {
	block := make([]byte, 16)
	s.mac.Encrypt(block, digest[:16])
	s.egress.Write(xor(block, seed))
	return s.egress.Sum(nil)[:16]
}
