// Package wire speaks RLPx with a node under test: correctly, through go-ethereum's package rlpx (Dial),
// or byte by byte (Auth and Session), for everything that a correct implementation would not send.
package wire

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"hash"
	"io"
	"net"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/crypto/ecies"
	"github.com/ethereum/go-ethereum/crypto/keccak"
	"github.com/ethereum/go-ethereum/rlp"
)

const (
	eciesOverhead = 65 + 16 + 32
	plainAckSize  = eciesOverhead + 64 + 32 + 1
	pointAt       = 2 // where the ECIES point starts in an EIP-8 packet, after the size
)

// AuthOptions says how the auth message departs from the usual one.
type AuthOptions struct {
	Plain        bool   // the form before EIP-8: 307 bytes, no size in front
	Version      uint   // 0: 4
	Extra        []any  // more list elements
	Padding      int    // bytes after the list; 0: 150
	StaticKey    []byte // 64 bytes in place of our public key
	BadSignature bool   // a signature that no key gives
}

// Auth is an initiator's handshake of which Packet is to be sent, whole or in parts.
type Auth struct {
	Packet []byte
	Key    *ecdsa.PrivateKey

	ephemeral *ecdsa.PrivateKey
	nonce     []byte
	plain     bool
}

type authBody struct {
	Signature []byte
	PublicKey []byte
	Nonce     []byte
	Version   uint
	Rest      []any `rlp:"tail"`
}

type ackBody struct {
	Ephemeral []byte
	Nonce     []byte
	Version   uint
	Rest      []rlp.RawValue `rlp:"tail"`
}

// NewAuth makes the auth message with which key introduces itself to remote.
func NewAuth(key *ecdsa.PrivateKey, remote *ecdsa.PublicKey, o AuthOptions) (*Auth, error) {
	ephemeral, err := crypto.GenerateKey()
	if err != nil {
		return nil, err
	}
	a := &Auth{Key: key, ephemeral: ephemeral, nonce: random(32), plain: o.Plain}
	shared, err := agree(key, remote)
	if err != nil {
		return nil, err
	}
	signature, err := crypto.Sign(xor(shared, a.nonce), ephemeral)
	if err != nil {
		return nil, err
	}
	if o.BadSignature {
		signature = bytes.Repeat([]byte{0xFF}, crypto.SignatureLength)
	}
	public := crypto.FromECDSAPub(&key.PublicKey)[1:]
	if o.StaticKey != nil {
		public = o.StaticKey
	}
	if o.Plain {
		err = a.sealPlain(remote, signature, public)
	} else {
		err = a.sealEIP8(remote, signature, public, o)
	}
	return a, err
}

func (a *Auth) sealPlain(remote *ecdsa.PublicKey, signature, public []byte) (err error) {
	text := bytes.Join([][]byte{
		signature,
		crypto.Keccak256(crypto.FromECDSAPub(&a.ephemeral.PublicKey)[1:]),
		public,
		a.nonce,
		{0},
	}, nil)
	a.Packet, err = ecies.Encrypt(rand.Reader, ecies.ImportECDSAPublic(remote), text, nil, nil)
	return err
}

func (a *Auth) sealEIP8(remote *ecdsa.PublicKey, signature, public []byte, o AuthOptions) error {
	body := authBody{signature, public, a.nonce, o.Version, o.Extra}
	if body.Version == 0 {
		body.Version = 4
	}
	text, err := rlp.EncodeToBytes(&body)
	if err != nil {
		return err
	}
	padding := o.Padding
	if padding == 0 {
		padding = 150
	}
	text = append(text, random(padding)...)
	size := binary.BigEndian.AppendUint16(nil, uint16(len(text)+eciesOverhead))
	sealed, err := ecies.Encrypt(rand.Reader, ecies.ImportECDSAPublic(remote), text, nil, size)
	a.Packet = append(size, sealed...)
	return err
}

// MovePointOffCurve changes the point that the packet is encrypted with into one that is not on the curve.
func (a *Auth) MovePointOffCurve() {
	a.Packet[pointAt+64] ^= 1
}

// Finish reads the ack and returns the session. The packet must have been sent.
func (a *Auth) Finish(conn net.Conn) (*Session, error) {
	packet, text, err := a.readAck(conn)
	if err != nil {
		return nil, err
	}
	var ack ackBody
	if a.plain {
		ack = ackBody{Ephemeral: text[:64], Nonce: text[64:96]}
	} else if err := rlp.NewStream(bytes.NewReader(text), 0).Decode(&ack); err != nil {
		return nil, fmt.Errorf("ack's body: %w", err)
	}
	point, err := crypto.UnmarshalPubkey(append([]byte{4}, ack.Ephemeral...))
	if err != nil {
		return nil, fmt.Errorf("ack's key: %w", err)
	}
	shared, err := agree(a.ephemeral, point)
	if err != nil {
		return nil, err
	}
	return newSession(conn, a.secrets(shared, ack.Nonce, packet)), nil
}

func (a *Auth) readAck(conn io.Reader) (packet, text []byte, err error) {
	var size []byte
	length := plainAckSize
	if !a.plain {
		size = make([]byte, 2)
		if _, err := io.ReadFull(conn, size); err != nil {
			return nil, nil, err
		}
		length = int(binary.BigEndian.Uint16(size))
	}
	sealed := make([]byte, length)
	if n, err := io.ReadFull(conn, sealed); err != nil {
		return nil, nil, fmt.Errorf("ack of %d bytes, of which %d came: %w", length, n, err)
	}
	text, err = ecies.ImportECDSA(a.Key).Decrypt(sealed, nil, size)
	if err != nil {
		return nil, nil, fmt.Errorf("ack's encryption: %w", err)
	}
	if len(text) < 97 {
		return nil, nil, errors.New("ack is too short")
	}
	return append(size, sealed...), text, nil
}

type secrets struct {
	aes, mac        []byte
	egress, ingress hash.Hash
}

func (a *Auth) secrets(shared, theirNonce, ack []byte) secrets {
	first := crypto.Keccak256(shared, crypto.Keccak256(theirNonce, a.nonce))
	aesKey := crypto.Keccak256(shared, first)
	macKey := crypto.Keccak256(shared, aesKey)
	egress, ingress := keccak.NewLegacyKeccak256(), keccak.NewLegacyKeccak256()
	egress.Write(xor(macKey, theirNonce))
	egress.Write(a.Packet)
	ingress.Write(xor(macKey, a.nonce))
	ingress.Write(ack)
	return secrets{aesKey, macKey, egress, ingress}
}

func agree(key *ecdsa.PrivateKey, public *ecdsa.PublicKey) ([]byte, error) {
	return ecies.ImportECDSA(key).GenerateShared(ecies.ImportECDSAPublic(public), 16, 16)
}

func random(n int) []byte {
	b := make([]byte, n)
	rand.Read(b)
	return b
}

func xor(a, b []byte) []byte {
	c := make([]byte, len(a))
	for i := range a {
		c[i] = a[i] ^ b[i]
	}
	return c
}
