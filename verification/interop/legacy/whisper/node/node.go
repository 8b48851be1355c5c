// Package node starts a peerloom as its own process and calls its admin interface.
package node

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/rpc"
)

const (
	startLimit = 60 * time.Second
	stopLimit  = 20 * time.Second
)

// Node is a running node with the plugins of the distribution.
type Node struct {
	Enode *enode.Node
	PID   int

	t      testing.TB
	cmd    *exec.Cmd
	rpc    *rpc.Client
	exited chan error
	stop   sync.Once

	mu  sync.Mutex // guards log
	log []string
}

// Start starts the node, waits for its READY line, and stops it when the test ends. Settings are those of shh.
func Start(t testing.TB, settings ...string) *Node {
	t.Helper()
	directory, err := os.MkdirTemp("", "peerloom") // short, because the path of a socket must be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	ipc := filepath.Join(directory, "ipc")
	args := []string{"run", "--host", "127.0.0.1", "--port", "0", "--discovery", "none",
		"--data-dir", filepath.Join(directory, "data"), "--ipc", ipc}
	for _, setting := range settings {
		args = append(args, "--set", "shh."+setting)
	}
	n := &Node{t: t, exited: make(chan error, 1), cmd: exec.Command(binary(t), args...)}
	n.cmd.Env = environment()
	stdout, err := n.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := n.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(n.Stop)
	n.PID = n.cmd.Process.Pid
	go n.collect(bufio.NewScanner(stderr))
	n.awaitReady(bufio.NewScanner(stdout))
	if n.rpc, err = rpc.Dial(ipc); err != nil {
		t.Fatalf("no admin interface: %v", err)
	}
	t.Cleanup(n.rpc.Close)
	return n
}

func (n *Node) awaitReady(lines *bufio.Scanner) {
	n.t.Helper()
	ready := make(chan string, 1)
	go func() {
		for lines.Scan() {
			if url, found := strings.CutPrefix(lines.Text(), "READY "); found {
				ready <- url
			}
		}
		n.exited <- n.cmd.Wait()
	}()
	select {
	case url := <-ready:
		target, err := enode.ParseV4(url)
		if err != nil {
			n.t.Fatalf("READY line with %q: %v", url, err)
		}
		n.Enode = target
	case err := <-n.exited:
		n.exited <- err
		n.t.Fatalf("the node ended before READY: %v\n%s", err, n.tail())
	case <-time.After(startLimit):
		n.t.Fatalf("no READY after %v\n%s", startLimit, n.tail())
	}
}

func (n *Node) collect(lines *bufio.Scanner) {
	for lines.Scan() {
		n.mu.Lock()
		n.log = append(n.log, lines.Text())
		n.mu.Unlock()
	}
}

func (n *Node) tail() string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return strings.Join(n.log[max(0, len(n.log)-40):], "\n")
}

// Stop sends SIGTERM and checks that the node ends with exit code 0. The second call does nothing.
func (n *Node) Stop() {
	n.stop.Do(func() {
		if n.t.Failed() {
			n.t.Logf("the node's last lines:\n%s", n.tail())
		}
		n.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-n.exited:
			if err != nil {
				n.t.Errorf("after SIGTERM the node ended with: %v\n%s", err, n.tail())
			}
		case <-time.After(stopLimit):
			n.cmd.Process.Kill()
			n.t.Errorf("the node still ran %v after SIGTERM\n%s", stopLimit, n.tail())
		}
	})
}

// Call calls a method and expects it to succeed.
func Call[T any](n *Node, method string, params ...any) (result T) {
	n.t.Helper()
	if err := n.rpc.Call(&result, method, params...); err != nil {
		n.t.Fatalf("%s: %v", method, err)
	}
	return result
}

// Info is what shh_info tells.
type Info struct {
	Memory         int     `json:"memory"`
	Messages       int     `json:"messages"`
	MinPow         float64 `json:"minPow"`
	MaxMessageSize uint32  `json:"maxMessageSize"`
}

// Info asks how many envelopes there are.
func (n *Node) Info() Info {
	n.t.Helper()
	return Call[Info](n, "shh_info")
}

// Until waits for a condition.
func Until(t testing.TB, what string, limit time.Duration, holds func() bool) {
	t.Helper()
	deadline := time.After(limit)
	look := time.NewTicker(10 * time.Millisecond)
	defer look.Stop()
	for !holds() {
		select {
		case <-look.C:
		case <-deadline:
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}

func environment() (kept []string) {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "PEERLOOM_") || name == "PEERLOOM_JAVA" || name == "PEERLOOM_AOT" {
			kept = append(kept, variable)
		}
	}
	return kept
}

func binary(t testing.TB) string {
	t.Helper()
	bin := os.Getenv("PEERLOOM_BIN")
	if bin == "" {
		bin = filepath.Join("..", "..", "..", "..", "distribution", "target", "peerloom", "bin", "peerloom")
	}
	absolute, err := filepath.Abs(bin)
	if err == nil {
		_, err = os.Stat(absolute)
	}
	if err != nil {
		t.Fatal(fmt.Errorf("%w: build the distribution (mvn package), or set PEERLOOM_BIN", err))
	}
	return absolute
}
