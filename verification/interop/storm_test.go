package interop

import (
	"bytes"
	"fmt"
	"net"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

const (
	stormGap     = 6 * time.Millisecond // between two connections: 10,000 a minute
	stormAbreast = 3000                 // attackers' connections open at once, at most
	stormPeers   = 8
	echoEvery    = 5 * time.Millisecond
	// What a pool keeps for the next time, and what the runtime frees when it likes.
	stormMemory = 10      // percent
	stormHeap   = 8 << 20 // bytes of objects; 4 KiB left behind by each connection would be more
)

// stormFor is how long the storm lasts: seconds by default, or what INTEROP_STORM says ("5m").
func stormFor(t *testing.T) time.Duration {
	t.Helper()
	value := os.Getenv("INTEROP_STORM")
	if value == "" {
		return 15 * time.Second
	}
	duration, err := time.ParseDuration(value)
	if err != nil {
		t.Fatalf("INTEROP_STORM: %v", err)
	}
	return duration
}

// attack is one connection that wastes the node's time until the node closes it.
type attack struct {
	name string
	run  func(n *node.Node) error
}

var attacks = []attack{
	{"sends nothing", func(n *node.Node) error {
		return onConn(n, func(conn net.Conn) {})
	}},
	{"a byte a second", func(n *node.Node) error {
		return onConn(n, func(conn net.Conn) {
			for _, b := range garbage(30) {
				if _, err := conn.Write([]byte{b}); err != nil {
					return // closed, as it should be
				}
				time.Sleep(time.Second) // the attack itself
			}
		})
	}},
	{"garbage", func(n *node.Node) error {
		return onConn(n, func(conn net.Conn) { conn.Write(sized(400, garbage(400))) })
	}},
	{"a valid auth and then nothing", func(n *node.Node) error {
		return onSession(n, func(c *wire.Client) {})
	}},
	{"a hello too large", func(n *node.Node) error {
		return onSession(n, func(c *wire.Client) { c.Write(wire.HelloMsg, bytes.Repeat([]byte{0x80}, 3000)) })
	}},
}

// onConn returns when the node has closed the connection; that it cannot be had is no error, as the node
// lets connections wait.
func onConn(n *node.Node, then func(net.Conn)) error {
	conn, err := wire.Open(n.Enode)
	if err != nil {
		return nil
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(time.Minute))
	go then(conn)
	if _, err := conn.Read(make([]byte, 1)); isTimeout(err) {
		return fmt.Errorf("the node has not closed within a minute")
	}
	return nil
}

func onSession(n *node.Node, then func(*wire.Client)) error {
	c, err := wire.Encrypted(n.Enode, wire.NewKey())
	if err != nil {
		return nil
	}
	defer c.Close()
	c.SetDeadline(time.Now().Add(time.Minute))
	then(c)
	return c.AwaitClose()
}

func TestAStormOfBadConnectionsDoesNotDisturbThePeers(t *testing.T) {
	n := node.Start(t, node.Options{LogLevel: "error", JavaOptions: "-Xms128m -Xmx128m -XX:+AlwaysPreTouch", Args: []string{"--max-pending", "1000"}})
	visits(n, warmUp, abreast, wire.NewKey)
	storm(t, n, 3*time.Second) // the first one warms the node up
	peers := connectMany(t, n, stormPeers)
	heap, heapErr := n.LiveHeap()
	resident := n.Resident()
	during := stormFor(t)
	for try := 1; ; try++ {
		quiet := echoTimes(t, peers, during/3, nil)
		ended := make(chan struct{})
		go func() { storm(t, n, during); close(ended) }()
		stormy := echoTimes(t, peers, 0, ended)
		t.Logf("%d echoes in quiet: p50 %v, p99 %v; %d in the storm: p50 %v, p99 %v", len(quiet),
			at(quiet, 50), at(quiet, 99), len(stormy), at(stormy, 50), at(stormy, 99))
		if at(stormy, 99) <= 3*at(quiet, 99) || !strict() {
			break
		}
		if try == 3 {
			t.Errorf("the p99 of live peers was never within 3 times its quiet value")
			break
		}
	}
	requireMemoryBack(t, n, heap, heapErr, resident)
	requireAlive(t, n)
}

func requireMemoryBack(t *testing.T, n *node.Node, heap int64, heapErr error, resident int64) {
	t.Helper()
	if after := n.Resident(); after > resident+resident*stormMemory/100 {
		t.Errorf("resident: %.1f MiB before, %.1f MiB after", mebi(resident), mebi(after))
	} else {
		t.Logf("resident: %.1f MiB before, %.1f MiB after", mebi(resident), mebi(after))
	}
	if heapErr != nil {
		t.Logf("live heap not measured: %v", heapErr)
		return
	}
	after, err := n.LiveHeap()
	if err != nil {
		t.Fatal(err)
	}
	if after > heap+stormHeap {
		t.Errorf("live heap: %.1f MiB before, %.1f MiB after", mebi(heap), mebi(after))
	}
	t.Logf("live heap: %.1f MiB before, %.1f MiB after", mebi(heap), mebi(after))
}

// silentStorm is more than there are places for handshakes, and than wait for one.
const silentStorm = 200

func TestSilentConnectionsDoNotKeepANewcomerOut(t *testing.T) {
	n := node.Start(t, node.Options{LogLevel: "warn"})
	visits(n, warmUp, abreast, wire.NewKey)
	var open atomic.Int64
	var wait sync.WaitGroup
	defer wait.Wait()
	for range silentStorm {
		conn, err := wire.Open(n.Enode)
		if err != nil {
			t.Fatal(err)
		}
		conn.SetDeadline(time.Now().Add(time.Minute))
		open.Add(1)
		wait.Go(func() {
			defer conn.Close()
			if _, err := conn.Read(make([]byte, 1)); isTimeout(err) {
				t.Error("the node has not closed a silent connection within a minute")
			}
			open.Add(-1)
		})
	}
	start := time.Now()
	requireAlive(t, n)
	t.Logf("a newcomer was in and out after %v; %d of %d silent connections were still open", time.Since(start), open.Load(), silentStorm)
	if open.Load() < silentStorm/2 && !node.Reference() {
		t.Error("the newcomer had to wait until the node had given up most of the silent connections")
	}
}

func at(sorted []time.Duration, percent int) time.Duration { return sorted[len(sorted)*percent/100] }

// storm opens bad connections of all kinds, one every stormGap, and returns when the node has closed them all.
func storm(t *testing.T, n *node.Node, during time.Duration) {
	places := make(chan struct{}, stormAbreast)
	var wait sync.WaitGroup
	var skipped atomic.Int64
	counts := make([]int, len(attacks))
	ticks := time.NewTicker(stormGap)
	defer ticks.Stop()
	total := int(during / stormGap)
	for i := range total {
		<-ticks.C
		kind := i % len(attacks)
		select {
		case places <- struct{}{}:
		default:
			skipped.Add(1)
			continue
		}
		counts[kind]++
		wait.Go(func() {
			defer func() { <-places }()
			if err := attacks[kind].run(n); err != nil {
				t.Errorf("%s: %v", attacks[kind].name, err)
			}
		})
	}
	wait.Wait()
	for kind, a := range attacks {
		t.Logf("%d connections: %s", counts[kind], a.name)
	}
	if skipped.Load() > 0 {
		t.Logf("%d connections were not made, as %d were open", skipped.Load(), stormAbreast)
	}
}

// echoTimes lets each peer have an echo answered again and again, for a time or until a channel closes, and
// returns how long each took, sorted.
func echoTimes(t *testing.T, peers []*wire.Client, during time.Duration, until <-chan struct{}) []time.Duration {
	t.Helper()
	if until == nil {
		ended := make(chan struct{})
		time.AfterFunc(during, func() { close(ended) })
		until = ended
	}
	var mutex sync.Mutex
	var all []time.Duration
	var wait sync.WaitGroup
	for _, peer := range peers {
		wait.Go(func() {
			ticks := time.NewTicker(echoEvery)
			defer ticks.Stop()
			var own []time.Duration
			for payload := bench.Payload(32); ; {
				select {
				case <-until:
					mutex.Lock()
					all = append(all, own...)
					mutex.Unlock()
					return
				case <-ticks.C:
				}
				start := time.Now()
				if err := bench.EchoOnce(peer, payload); err != nil {
					t.Errorf("a live peer's echo: %v", err)
					return
				}
				own = append(own, time.Since(start))
			}
		})
	}
	wait.Wait()
	slices.Sort(all)
	if len(all) == 0 {
		t.Fatal("not one echo was answered")
	}
	return all
}
