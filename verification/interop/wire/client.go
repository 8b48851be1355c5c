package wire

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"net"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/p2p/rlpx"
	"github.com/ethereum/go-ethereum/rlp"
)

// Message ids of the base protocol, and the first id of subprotocols.
const (
	HelloMsg      = 0
	DisconnectMsg = 1
	PingMsg       = 2
	PongMsg       = 3
	BaseLength    = 16
)

// Timeout is how long anything may take that should happen at once.
const Timeout = 10 * time.Second

// EmptyList is the payload of ping and pong.
var EmptyList = []byte{0xC0}

// Hello is the base protocol's first message.
type Hello struct {
	Version    uint64
	Name       string
	Caps       []p2p.Cap
	ListenPort uint64
	ID         []byte
	Rest       []rlp.RawValue `rlp:"tail"`
}

// Transport is what a Client writes to and reads from: rlpx.Conn or Session.
type Transport interface {
	Read() (code uint64, data []byte, wireSize int, err error)
	Write(code uint64, data []byte) (uint32, error)
	SetSnappy(on bool)
	SetDeadline(time.Time) error
	SetReadDeadline(time.Time) error
	Close() error
}

// Client is a connection to the node under test that speaks bench/1.
type Client struct {
	Transport
	Conn  net.Conn
	Key   *ecdsa.PrivateKey
	Their Hello
}

// Disconnected is what Read and ReadHello return when the node sent a disconnect.
type Disconnected struct {
	Reason  p2p.DiscReason
	Payload []byte
}

func (d *Disconnected) Error() string {
	return fmt.Sprintf("disconnect 0x%02x (%v)", uint8(d.Reason), d.Reason)
}

// NewKey makes a key; it cannot fail but for want of randomness.
func NewKey() *ecdsa.PrivateKey {
	key, err := crypto.GenerateKey()
	if err != nil {
		panic(err)
	}
	return key
}

// NewHello is a correct hello of key that offers bench/1.
func NewHello(key *ecdsa.PrivateKey) Hello {
	return Hello{
		Version: 5,
		Name:    "interop/go",
		Caps:    []p2p.Cap{{Name: "bench", Version: 1}},
		ID:      crypto.FromECDSAPub(&key.PublicKey)[1:],
	}
}

// Open connects to the node's port and sends nothing.
func Open(target *enode.Node) (net.Conn, error) {
	endpoint, ok := target.TCPEndpoint()
	if !ok {
		return nil, errors.New("enode has no TCP port")
	}
	conn, err := net.DialTimeout("tcp", endpoint.String(), Timeout)
	if err != nil {
		return nil, err
	}
	return conn, conn.SetDeadline(time.Now().Add(Timeout))
}

// Encrypted connects and goes through the handshake of go-ethereum's rlpx package; no hello yet.
func Encrypted(target *enode.Node, key *ecdsa.PrivateKey) (*Client, error) {
	conn, err := Open(target)
	if err != nil {
		return nil, err
	}
	c := rlpx.NewConn(conn, target.Pubkey())
	if _, err := c.Handshake(key); err != nil {
		conn.Close()
		return nil, fmt.Errorf("handshake: %w", err)
	}
	return &Client{Transport: c, Conn: conn, Key: key}, nil
}

// Raw connects and goes through a handshake of our own; no hello yet.
func Raw(target *enode.Node, key *ecdsa.PrivateKey, o AuthOptions) (*Client, *Session, error) {
	conn, err := Open(target)
	if err != nil {
		return nil, nil, err
	}
	auth, err := NewAuth(key, target.Pubkey(), o)
	if err == nil {
		_, err = conn.Write(auth.Packet)
	}
	var session *Session
	if err == nil {
		session, err = auth.Finish(conn)
	}
	if err != nil {
		conn.Close()
		return nil, nil, fmt.Errorf("handshake: %w", err)
	}
	return &Client{Transport: session, Conn: conn, Key: key}, session, nil
}

// Dial connects, handshakes and exchanges hellos.
func Dial(target *enode.Node, key *ecdsa.PrivateKey) (*Client, error) {
	c, err := Encrypted(target, key)
	if err != nil {
		return nil, err
	}
	if err := c.ExchangeHello(NewHello(key)); err != nil {
		c.Close()
		return nil, fmt.Errorf("hello: %w", err)
	}
	return c, nil
}

// ExchangeHello sends ours and reads theirs.
func (c *Client) ExchangeHello(ours Hello) error {
	if err := c.Send(HelloMsg, &ours); err != nil {
		return err
	}
	return c.ReadHello(ours.Version)
}

// ReadHello reads theirs, and switches compression on if both are of version 5.
func (c *Client) ReadHello(ourVersion uint64) error {
	code, data, _, err := c.Transport.Read()
	switch {
	case err != nil:
		return err
	case code == DisconnectMsg:
		return disconnected(data)
	case code != HelloMsg:
		return fmt.Errorf("message 0x%02x in place of hello", code)
	}
	if err := rlp.DecodeBytes(data, &c.Their); err != nil {
		return fmt.Errorf("hello %x: %w", data, err)
	}
	c.SetSnappy(ourVersion >= 5 && c.Their.Version >= 5)
	return nil
}

// Send encodes and sends a message.
func (c *Client) Send(code uint64, content any) error {
	payload, err := rlp.EncodeToBytes(content)
	if err != nil {
		return err
	}
	_, err = c.Write(code, payload)
	return err
}

// ReadProtocol returns the next message of the subprotocol, without the offset. Pings are answered, pongs skipped.
// The payload is valid until the next read.
func (c *Client) ReadProtocol() (code uint64, payload []byte, err error) {
	for {
		code, payload, _, err := c.Transport.Read()
		if err != nil {
			return 0, nil, err
		}
		if code >= BaseLength {
			return code - BaseLength, payload, nil
		}
		if err := c.base(code, payload); err != nil {
			return 0, nil, err
		}
	}
}

// ReadUntil reads until a message with the given id; pings are answered, all others skipped.
func (c *Client) ReadUntil(want uint64) error {
	for {
		code, payload, _, err := c.Transport.Read()
		if err != nil {
			return err
		}
		if code == want {
			return nil
		}
		if err := c.base(code, payload); err != nil {
			return err
		}
	}
}

func (c *Client) base(code uint64, payload []byte) error {
	switch code {
	case DisconnectMsg:
		return disconnected(payload)
	case PingMsg:
		_, err := c.Write(PongMsg, EmptyList)
		return err
	}
	return nil
}

// Ping sends a ping and waits for a pong.
func (c *Client) Ping() error {
	if _, err := c.Write(PingMsg, EmptyList); err != nil {
		return err
	}
	return c.ReadUntil(PongMsg)
}

// Disconnect sends the reason, waits for the node to close, and closes.
func (c *Client) Disconnect(reason p2p.DiscReason) error {
	defer c.Close()
	if err := c.Send(DisconnectMsg, []any{reason}); err != nil {
		return err
	}
	return c.AwaitClose()
}

// AwaitClose reads until the node closes. A message that was under way is no error; a timeout is one.
func (c *Client) AwaitClose() error {
	for {
		if _, _, _, err := c.Transport.Read(); err != nil {
			var timeout net.Error
			if errors.As(err, &timeout) && timeout.Timeout() {
				return errors.New("the node did not close the connection")
			}
			return nil
		}
	}
}

func disconnected(payload []byte) error {
	var list []uint64
	if err := rlp.DecodeBytes(payload, &list); err != nil || len(list) != 1 || list[0] > 0xFF {
		return fmt.Errorf("disconnect that is not a list of one reason: %x", payload)
	}
	return &Disconnected{p2p.DiscReason(list[0]), payload}
}
