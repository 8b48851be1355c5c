// Package swarm checks Peerloom's bzz plugin against go-ethereum's swarm/network, the last release that had it.
package swarm

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/p2p/enode"
)

const (
	startLimit = 60 * time.Second
	stopLimit  = 20 * time.Second
	callLimit  = 10 * time.Second
)

// loom is a running Peerloom with the bzz plugin alone.
type loom struct {
	t         *testing.T
	directory string
	enode     *enode.Node
	cmd       *exec.Cmd
	log       *lockedBuffer
	exited    chan error
	stopping  sync.Once
}

// lockedBuffer takes what the process logs, while others look at it.
type lockedBuffer struct {
	mutex sync.Mutex
	text  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) tail() string {
	b.mutex.Lock()
	defer b.mutex.Unlock()
	text := b.text.String()
	return text[max(0, len(text)-4000):]
}

// launcher is PEERLOOM_BIN, or the distribution of this work tree.
func launcher(t *testing.T) string {
	t.Helper()
	bin := os.Getenv("PEERLOOM_BIN")
	if bin == "" {
		bin = filepath.Join("..", "..", "..", "..", "distribution", "target", "peerloom", "bin", "peerloom")
	}
	bin, err := filepath.Abs(bin)
	if err == nil {
		_, err = os.Stat(bin)
	}
	if err != nil {
		t.Fatalf("%v: build the distribution (mvn package), or set PEERLOOM_BIN", err)
	}
	return bin
}

// newDirectory is a short one, because the path of a socket must be, with the bzz plugin in it.
func newDirectory(t *testing.T) string {
	t.Helper()
	directory, err := os.MkdirTemp("", "bzz")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	jar, err := os.ReadFile(filepath.Join(filepath.Dir(launcher(t)), "..", "plugins", "bzz.jar"))
	if err == nil {
		err = os.Mkdir(filepath.Join(directory, "plugins"), 0o755)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(directory, "plugins", "bzz.jar"), jar, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return directory
}

// startLoom starts a node in a directory, which may be one that a node has been in before.
func startLoom(t *testing.T, directory string, args ...string) *loom {
	t.Helper()
	l := &loom{t: t, directory: directory, log: &lockedBuffer{}, exited: make(chan error, 1)}
	l.cmd = exec.Command(launcher(t), append([]string{"run", "--host", "127.0.0.1", "--port", "0", "--discovery", "none",
		"--data-dir", filepath.Join(directory, "data"), "--plugins-dir", filepath.Join(directory, "plugins")}, args...)...)
	l.cmd.Env = append(environment(), "PEERLOOM_JAVA_OPTS=-Xmx128m -XX:+UseSerialGC -XX:TieredStopAtLevel=1")
	l.cmd.Stderr = l.log
	stdout, err := l.cmd.StdoutPipe()
	if err == nil {
		err = l.cmd.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(l.stop)
	ready := make(chan string, 1)
	go func() {
		for lines := bufio.NewScanner(stdout); lines.Scan(); {
			if url, found := strings.CutPrefix(lines.Text(), "READY "); found {
				ready <- url
			}
		}
		l.exited <- l.cmd.Wait()
	}()
	select {
	case url := <-ready:
		if l.enode, err = enode.ParseV4(url); err != nil {
			t.Fatalf("READY line with %q: %v", url, err)
		}
	case err := <-l.exited:
		l.exited <- err
		t.Fatalf("the node ended before READY: %v\n%s", err, l.log.tail())
	case <-time.After(startLimit):
		t.Fatalf("no READY after %v\n%s", startLimit, l.log.tail())
	}
	return l
}

// environment is ours without what the node would take for its settings.
func environment() (kept []string) {
	for _, variable := range os.Environ() {
		if name, _, _ := strings.Cut(variable, "="); !strings.HasPrefix(name, "PEERLOOM_") || name == "PEERLOOM_JAVA" || name == "PEERLOOM_AOT" {
			kept = append(kept, variable)
		}
	}
	return kept
}

// stop sends SIGTERM and checks that the node ends with exit code 0.
func (l *loom) stop() {
	l.stopping.Do(func() {
		if l.t.Failed() {
			l.t.Logf("the node's last lines:\n%s", l.log.tail())
		}
		l.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-l.exited:
			if err != nil {
				l.t.Errorf("after SIGTERM the node ended with: %v\n%s", err, l.log.tail())
			}
		case <-time.After(stopLimit):
			l.cmd.Process.Kill()
			l.t.Errorf("the node still ran %v after SIGTERM\n%s", stopLimit, l.log.tail())
		}
	})
}

// kill ends the node without warning: kill -9.
func (l *loom) kill() {
	l.stopping.Do(func() {
		l.cmd.Process.Kill()
		<-l.exited
	})
}

// call asks the node over its socket.
func (l *loom) call(result any, method string, params ...any) {
	l.t.Helper()
	conn, err := net.Dial("unix", filepath.Join(l.directory, "data", "peerloom.ipc"))
	if err != nil {
		l.t.Fatal(err)
	}
	defer conn.Close()
	conn.SetDeadline(time.Now().Add(callLimit))
	if params == nil {
		params = []any{}
	}
	request := map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
	var answer struct {
		Result json.RawMessage
		Error  *struct{ Message string }
	}
	err = json.NewEncoder(conn).Encode(request)
	if err == nil {
		err = json.NewDecoder(conn).Decode(&answer)
	}
	if err == nil && answer.Error != nil {
		err = fmt.Errorf("%s", answer.Error.Message)
	}
	if err == nil && result != nil {
		err = json.Unmarshal(answer.Result, result)
	}
	if err != nil {
		l.t.Fatalf("%s: %v", method, err)
	}
}

// overlay is the node's address in the overlay network.
func (l *loom) overlay() []byte {
	l.t.Helper()
	var info struct {
		Protocols struct{ Bzz struct{ Overlay string } }
	}
	l.call(&info, "admin_nodeInfo")
	return fromHex(l.t, info.Protocols.Bzz.Overlay)
}

// peers are the overlay addresses of those that hive runs with.
func (l *loom) peers() (addresses [][]byte) {
	l.t.Helper()
	var peers []struct {
		Protocols map[string]json.RawMessage
	}
	l.call(&peers, "admin_peers")
	for _, peer := range peers {
		var hive struct{ OAddr string }
		if json.Unmarshal(peer.Protocols["hive"], &hive) == nil && hive.OAddr != "" {
			addresses = append(addresses, fromHex(l.t, hive.OAddr))
		}
	}
	return addresses
}

// table is what bzz_hive prints.
func (l *loom) table() (text string) {
	l.t.Helper()
	l.call(&text, "bzz_hive")
	return text
}

// ended is how a session of the node ended.
type ended struct {
	Code                     int
	ClosedBy, Reason, Detail string
}

// disconnects are the node's last ones, the newest first.
func (l *loom) disconnects() (list []ended) {
	l.t.Helper()
	l.call(&list, "admin_disconnects")
	return list
}
