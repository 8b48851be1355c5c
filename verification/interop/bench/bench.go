// Package bench is the Go side of the subprotocol bench/1.
package bench

import (
	"bytes"
	"crypto/rand"
	"fmt"
	"math"

	"github.com/ethereum/go-ethereum/rlp"

	"dev.peerloom/verification/interop/wire"
)

// Message codes.
const (
	Echo = iota
	EchoReply
	Sink
	SinkQuery
	SinkCount
	SourceRequest
	Source
	Length = 8
)

// MaxEcho is the largest data of an echo.
const MaxEcho = 1 << 20

// SourceOrder is the content of a source request.
type SourceOrder struct{ Count, Size uint64 }

// Count is the content of a sink count.
type Count struct{ Messages, Bytes uint64 }

// Size returns the data size of echo i of n: from 1 byte to 1 MiB, each step by the same factor.
func Size(i, n int) int {
	if n == 1 {
		return 1
	}
	return int(math.Round(math.Pow(MaxEcho, float64(i)/float64(n-1))))
}

// Payload returns [data] with random data of a size.
func Payload(size int) []byte {
	data := make([]byte, size)
	rand.Read(data)
	payload, err := rlp.EncodeToBytes([][]byte{data})
	if err != nil {
		panic(err) // byte slices always encode
	}
	return payload
}

// Data returns the data of a payload [data].
func Data(payload []byte) ([]byte, error) {
	var list [][]byte
	if err := rlp.DecodeBytes(payload, &list); err != nil {
		return nil, err
	}
	if len(list) != 1 {
		return nil, fmt.Errorf("%d items in place of one", len(list))
	}
	return list[0], nil
}

// EchoOnce sends an echo and compares the reply byte for byte.
func EchoOnce(c *wire.Client, payload []byte) error {
	if _, err := c.Write(wire.BaseLength+Echo, payload); err != nil {
		return err
	}
	code, reply, err := c.ReadProtocol()
	if err != nil {
		return err
	}
	if code != EchoReply || !bytes.Equal(payload, reply) {
		return fmt.Errorf("echo of %d bytes was answered with code %d, %d bytes, or differs", len(payload), code, len(reply))
	}
	return nil
}

// QuerySink asks how much went into the sink.
func QuerySink(c *wire.Client) (Count, error) {
	var count Count
	if _, err := c.Write(wire.BaseLength+SinkQuery, wire.EmptyList); err != nil {
		return count, err
	}
	code, reply, err := c.ReadProtocol()
	if err != nil {
		return count, err
	}
	if code != SinkCount {
		return count, fmt.Errorf("sink query was answered with code %d", code)
	}
	return count, rlp.DecodeBytes(reply, &count)
}
