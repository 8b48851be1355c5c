package interop

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"os"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p"

	"dev.peerloom/verification/interop/bench"
	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

// strict says whether figures that depend on what else the machine does are asserted, in up to 3 tries.
func strict() bool { return os.Getenv("INTEROP_STRICT") != "" }

const (
	connects  = 1000
	abreast   = 16
	warmUp    = 64
	moreFiles = 4 // jars and the like that a JVM opens late
	// Carrier and compiler threads come and go; what connections leave behind would be hundreds.
	moreThreads = 12
)

// visit connects, has one echo answered, and disconnects.
func visit(n *node.Node, key *ecdsa.PrivateKey, payload []byte) error {
	c, err := wire.Dial(n.Enode, key)
	if err != nil {
		return err
	}
	if err := bench.EchoOnce(c, payload); err != nil {
		c.Close()
		return err
	}
	return c.Disconnect(p2p.DiscQuitting)
}

func visits(n *node.Node, count, workers int, key func() *ecdsa.PrivateKey) (failed []error) {
	var mutex sync.Mutex
	var next atomic.Int64
	var wait sync.WaitGroup
	payload := bench.Payload(32)
	for range workers {
		wait.Go(func() {
			for next.Add(1) <= int64(count) {
				if err := visit(n, key(), payload); err != nil {
					mutex.Lock()
					failed = append(failed, err)
					mutex.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return failed
}

func TestThousandsOfConnectsLeaveNothingBehind(t *testing.T) {
	n := node.Start(t, node.Options{LogLevel: "warn"})
	visits(n, warmUp, abreast, wire.NewKey)
	idle := node.Usage{Files: 1 << 20, Sockets: socketsAtRest(t, n), Threads: 1 << 20}
	before, quiet := n.AwaitUsage(idle, eventLimit)
	if !quiet {
		t.Fatalf("after the first %d connects %v are still open", warmUp, before)
	}
	one := wire.NewKey()
	stages := []struct {
		name    string
		workers int
		key     func() *ecdsa.PrivateKey
	}{
		{"one after another, one identity", 1, func() *ecdsa.PrivateKey { return one }},
		{"one after another, each its own identity", 1, wire.NewKey},
		{"16 at a time", abreast, wire.NewKey},
	}
	if node.Reference() {
		stages = stages[1:] // go-ethereum closes before it forgets: it refuses 1 in 10 with 0x05
	}
	for _, stage := range stages {
		start := time.Now()
		failed := visits(n, connects, stage.workers, stage.key)
		took := time.Since(start)
		if len(failed) > 0 {
			t.Errorf("%d connects %s: %d failed, the first with: %v", connects, stage.name, len(failed), failed[0])
			continue
		}
		t.Logf("%d connects %s: no error, %v each", connects, stage.name, took/connects)
	}
	limit := node.Usage{Files: before.Files + moreFiles, Sockets: before.Sockets, Threads: before.Threads + moreThreads}
	after, clean := n.AwaitUsage(limit, 30*time.Second)
	if !clean {
		t.Errorf("before: %v; after: %v", before, after)
	}
	t.Logf("before: %v; after: %v", before, after)
	requireAlive(t, n)
}

// socketsAtRest starts another node of the same kind and counts the sockets of one without connections.
func socketsAtRest(t *testing.T, n *node.Node) int {
	t.Helper()
	fresh := node.Start(t, node.Options{LogLevel: "warn"})
	defer fresh.Stop()
	return fresh.Usage().Sockets
}

const (
	idlePeers = 2000
	holdFor   = 60 * time.Second
	pingEvery = 10 * time.Second
)

func TestTwoThousandIdlePeersAreHeldForAMinute(t *testing.T) {
	// A third of the places may be kept for peers that the node dials itself.
	n := node.Start(t, node.Options{JavaOptions: "-Xmx256m", LogLevel: "warn", Args: []string{"--max-peers", "3200"}})
	before := n.Resident()
	clients := connectMany(t, n, idlePeers)
	t.Logf("%d peers connected", len(clients))
	held := hold(t, n, clients)
	t.Logf("resident: %d MiB before, %d MiB with all peers: %.1f KiB each",
		before>>20, held>>20, float64(held-before)/1024/float64(len(clients)))
	requireAlive(t, n)
}

// hold keeps the peers for a while, in which each sends pings and answers those of the node, and returns how
// much of the node was resident at the end of it.
func hold(t *testing.T, n *node.Node, clients []*wire.Client) (resident int64) {
	t.Helper()
	var sent, answered, theirs atomic.Int64
	stop := make(chan struct{})
	time.AfterFunc(holdFor, func() { close(stop) })
	failed := make(chan error, len(clients))
	var wait sync.WaitGroup
	for i, c := range clients {
		wait.Go(func() {
			defer c.Close()
			first := pingEvery * time.Duration(i) / time.Duration(len(clients)) // spread over the interval
			if err := idle(c, first, stop, &sent, &answered, &theirs); err != nil {
				failed <- err
			}
		})
	}
	<-stop
	resident = n.Resident()
	wait.Wait()
	close(failed)
	for err := range failed {
		t.Errorf("%d of %d peers failed, one with: %v", len(failed)+1, len(clients), err)
		break
	}
	count := int64(len(clients))
	if sent.Load() != answered.Load() || sent.Load() < count*int64(holdFor/pingEvery-1) {
		t.Errorf("%d pings sent, %d answered", sent.Load(), answered.Load())
	}
	if theirs.Load() < count*2 {
		t.Errorf("only %d pings came from the node in %v", theirs.Load(), holdFor)
	}
	t.Logf("%d peers held for %v: %d pings sent, %d answered; the node sent %d", count, holdFor, sent.Load(), answered.Load(), theirs.Load())
	return resident
}

func connectMany(t *testing.T, n *node.Node, count int) []*wire.Client {
	t.Helper()
	var mutex sync.Mutex
	var clients []*wire.Client
	var failure error
	var next atomic.Int64
	var wait sync.WaitGroup
	for range abreast {
		wait.Go(func() {
			for next.Add(1) <= int64(count) {
				c, err := wire.Dial(n.Enode, wire.NewKey())
				mutex.Lock()
				if err != nil {
					failure = err
				} else {
					c.SetDeadline(time.Time{})
					clients = append(clients, c)
				}
				mutex.Unlock()
			}
		})
	}
	wait.Wait()
	if failure != nil {
		t.Fatalf("%d of %d connected; the last failure: %v", len(clients), count, failure)
	}
	return clients
}

// idle answers the node's pings and sends its own until stop. The write lock is for its two goroutines.
func idle(c *wire.Client, first time.Duration, stop <-chan struct{}, sent, answered, theirs *atomic.Int64) error {
	var lock sync.Mutex
	write := func(id uint64) error {
		lock.Lock()
		defer lock.Unlock()
		_, err := c.Write(id, wire.EmptyList)
		return err
	}
	pongs := make(chan struct{}, 1)
	ended := make(chan error, 1)
	go func() {
		for {
			id, _, _, err := c.Transport.Read()
			if err != nil {
				ended <- err
				return
			}
			switch id {
			case wire.PingMsg:
				theirs.Add(1)
				if err := write(wire.PongMsg); err != nil {
					ended <- err
					return
				}
			case wire.PongMsg:
				answered.Add(1)
				select {
				case pongs <- struct{}{}:
				default:
				}
			case wire.DisconnectMsg:
				ended <- errors.New("the node disconnected")
				return
			}
		}
	}()
	timer := time.NewTimer(first)
	defer timer.Stop()
	for {
		select {
		case <-stop:
			return nil
		case err := <-ended:
			return err
		case <-timer.C:
			sent.Add(1)
			if err := write(wire.PingMsg); err != nil {
				return err
			}
			select {
			case <-pongs:
			case err := <-ended:
				return err
			case <-time.After(wire.Timeout):
				return fmt.Errorf("a ping had no answer in %v", wire.Timeout)
			}
			timer.Reset(pingEvery)
		}
	}
}

const (
	floodFor   = 5 * time.Second
	floodLimit = 5 * time.Millisecond
)

func TestAFloodOnOneLinkDoesNotDelayAnother(t *testing.T) {
	n := node.Start(t, node.Options{LogLevel: "warn"})
	visits(n, warmUp, abreast, wire.NewKey)
	flood(t, n, time.Second) // the first one warms the node up
	for try := 1; ; try++ {
		p50, p99, count, mib := flood(t, n, floodFor)
		t.Logf("%d echoes of 32 bytes under a flood of %d MiB in %v: p50 %v, p99 %v", count, mib, floodFor, p50, p99)
		if p99 < floodLimit || !strict() {
			return
		}
		if try == 3 {
			t.Fatalf("p99 was never below %v", floodLimit)
		}
	}
}

func flood(t *testing.T, n *node.Node, during time.Duration) (p50, p99 time.Duration, count, mib int) {
	t.Helper()
	attacker, victim := connect(t, n), connect(t, n)
	defer attacker.Close()
	defer victim.Close()
	end := time.Now().Add(during)
	done := make(chan error, 1)
	var messages atomic.Int64
	go func() {
		payload := bench.Payload(1 << 20)
		for time.Now().Before(end) {
			if _, err := attacker.Write(wire.BaseLength+bench.Sink, payload); err != nil {
				done <- err
				return
			}
			messages.Add(1)
		}
		sunk, err := bench.QuerySink(attacker)
		if err == nil && sunk.Messages != uint64(messages.Load()) {
			err = fmt.Errorf("%d messages sent, %+v counted", messages.Load(), sunk)
		}
		done <- err
	}()
	var times []time.Duration
	for payload := bench.Payload(32); time.Now().Before(end); {
		start := time.Now()
		if err := bench.EchoOnce(victim, payload); err != nil {
			t.Fatal(err)
		}
		times = append(times, time.Since(start))
	}
	if err := <-done; err != nil {
		t.Fatalf("the flooding link: %v", err)
	}
	slices.Sort(times)
	return times[len(times)/2], times[len(times)*99/100], len(times), int(messages.Load())
}

const (
	slowHold  = 8 * time.Second
	slowLimit = 8 << 20
)

// TestAPeerThatAsksForMuchAndDoesNotReadCostsLittle holds the heap's pages from the start, so that what the
// process grows by is outside of the heap, and measures what lives in the heap by itself.
func TestAPeerThatAsksForMuchAndDoesNotReadCostsLittle(t *testing.T) {
	n := node.Start(t, node.Options{LogLevel: "warn", JavaOptions: "-Xms128m -Xmx128m -XX:+AlwaysPreTouch"})
	for range 3 {
		c := connect(t, n)
		if err := drain(c, bench.SourceOrder{Count: 100, Size: 1 << 20}); err != nil {
			t.Fatal(err)
		}
		if err := c.Disconnect(p2p.DiscQuitting); err != nil {
			t.Fatal(err)
		}
	}
	for try := 1; ; try++ {
		resident, heap := slowReader(t, n)
		t.Logf("2000 MiB asked for, nothing read for %v: resident %+.1f MiB, live heap %+.1f MiB", slowHold, mebi(resident), mebi(heap))
		if resident < slowLimit && heap < slowLimit {
			break
		}
		if try == 3 {
			t.Fatalf("grew by %.1f + %.1f MiB, the limit is %d MiB", mebi(resident), mebi(heap), slowLimit>>20)
		}
	}
	requireAlive(t, n)
}

func slowReader(t *testing.T, n *node.Node) (resident, heap int64) {
	t.Helper()
	c := connect(t, n)
	defer c.Close()
	heapBefore, heapErr := n.LiveHeap()
	before := n.Resident()
	if err := c.Send(wire.BaseLength+bench.SourceRequest, &bench.SourceOrder{Count: 2000, Size: 1 << 20}); err != nil {
		t.Fatal(err)
	}
	time.Sleep(slowHold) // the attack itself: asking and not reading
	after := n.Resident()
	heapAfter := heapBefore
	if heapErr != nil {
		t.Logf("live heap not measured: %v", heapErr)
	} else if heapAfter, heapErr = n.LiveHeap(); heapErr != nil {
		t.Fatal(heapErr)
	}
	for range 50 { // the source was held up, not given up
		if code, _, err := c.ReadProtocol(); err != nil || code != bench.Source {
			t.Fatalf("reading again: code %d, %v", code, err)
		}
	}
	return after - before, heapAfter - heapBefore
}

func drain(c *wire.Client, order bench.SourceOrder) error {
	if err := c.Send(wire.BaseLength+bench.SourceRequest, &order); err != nil {
		return err
	}
	for range order.Count {
		if _, _, err := c.ReadProtocol(); err != nil {
			return err
		}
	}
	return nil
}

func mebi(bytes int64) float64 { return float64(bytes) / (1 << 20) }
