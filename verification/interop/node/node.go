// Package node starts a peerloom as its own process, and looks at it from outside.
package node

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
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
)

// Options says how the node is started.
type Options struct {
	Args           []string // after "run" and the usual ones
	JavaOptions    string   // PEERLOOM_JAVA_OPTS
	OwnPlugins     bool     // the plugins of the distribution in place of bench alone
	LogLevel       string   // "": info
	MayNotStopWell bool     // the exit code is not checked
}

// Node is a running node. Its log may be looked at from any goroutine.
type Node struct {
	Enode *enode.Node
	PID   int // of the process that does the work: of Java, not of a script that started it
	Log   *Log

	t       testing.TB
	options Options
	cmd     *exec.Cmd
	exited  chan error
	stop    sync.Once
}

// Reference says whether the node under test is go-ethereum's p2p.Server (cmd/refnode) and not ours.
func Reference() bool { return os.Getenv("INTEROP_REFERENCE") != "" }

// Start starts the node, waits for its READY line, and stops it when the test ends.
func Start(t testing.TB, o Options) *Node {
	t.Helper()
	bin := binary(t)
	directory, err := os.MkdirTemp("", "peerloom") // short, because the path of a socket must be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	args := []string{"run", "--host", "127.0.0.1", "--port", "0", "--discovery", "none",
		"--data-dir", filepath.Join(directory, "data"), "--log-level", level(o)}
	if !o.OwnPlugins {
		args = append(args, "--plugins-dir", benchOnly(t, directory))
	}
	n := &Node{Log: newLog(), t: t, options: o, exited: make(chan error, 1)}
	n.cmd = exec.Command(bin, append(args, o.Args...)...)
	n.cmd.Env = append(environment(), "PEERLOOM_JAVA_OPTS="+o.JavaOptions)
	stdout, err := n.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	stderr, err := n.cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := n.cmd.Start(); err != nil {
		t.Fatalf("%s does not start: %v", bin, err)
	}
	t.Cleanup(n.Stop)
	go n.Log.collect(stderr)
	n.awaitReady(stdout)
	return n
}

// environment is ours without what the node would take for its settings.
func environment() (kept []string) {
	for _, variable := range os.Environ() {
		name, _, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, "PEERLOOM_") || name == "PEERLOOM_JAVA" || name == "PEERLOOM_AOT" {
			kept = append(kept, variable)
		}
	}
	return kept
}

func level(o Options) string {
	if o.LogLevel == "" {
		return "info"
	}
	return o.LogLevel
}

func (n *Node) awaitReady(stdout interface{ Read([]byte) (int, error) }) {
	n.t.Helper()
	ready := make(chan string, 1)
	go func() {
		lines := bufio.NewScanner(stdout)
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
		n.PID = worker(n.cmd.Process.Pid)
	case err := <-n.exited:
		n.exited <- err
		n.t.Fatalf("the node ended before READY: %v\n%s", err, n.Log.Tail(40))
	case <-time.After(startLimit):
		n.t.Fatalf("no READY after %v\n%s", startLimit, n.Log.Tail(40))
	}
}

// Stop sends SIGTERM and checks that the node ends with exit code 0. The second call does nothing.
func (n *Node) Stop() {
	n.stop.Do(func() {
		if n.t.Failed() {
			n.t.Logf("the node's last lines:\n%s", n.Log.Tail(60))
		}
		n.cmd.Process.Signal(syscall.SIGTERM)
		select {
		case err := <-n.exited:
			if err != nil && !n.options.MayNotStopWell {
				n.t.Errorf("after SIGTERM the node ended with: %v\n%s", err, n.Log.Tail(20))
			}
		case <-time.After(stopLimit):
			n.cmd.Process.Kill()
			n.t.Errorf("the node still ran %v after SIGTERM\n%s", stopLimit, n.Log.Tail(20))
		}
	})
}

// Signal sends a signal to the process that was started.
func (n *Node) Signal(s os.Signal) { n.cmd.Process.Signal(s) }

// URL is the node's enode as the READY line had it.
func (n *Node) URL() string { return n.Enode.URLv4() }

func binary(t testing.TB) string {
	t.Helper()
	bin := os.Getenv("PEERLOOM_BIN")
	if bin == "" {
		bin = filepath.Join("..", "..", "distribution", "target", "peerloom", "bin", "peerloom")
	}
	absolute, err := filepath.Abs(bin)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(absolute); err != nil {
		t.Fatalf("%v: build the distribution (mvn package), or set PEERLOOM_BIN", err)
	}
	return absolute
}

// benchOnly makes a plugins directory with nothing but the bench plugin.
func benchOnly(t testing.TB, directory string) string {
	t.Helper()
	plugins := filepath.Join(directory, "plugins")
	if err := os.Mkdir(plugins, 0o755); err != nil {
		t.Fatal(err)
	}
	if Reference() {
		return plugins
	}
	jar := os.Getenv("PEERLOOM_BENCH_JAR")
	if jar == "" {
		found, _ := filepath.Glob(filepath.Join("..", "..", "plugins", "bench", "target", "plugin-bench-*.jar"))
		found = without(found, regexp.MustCompile(`-(sources|javadoc|tests)\.jar$`))
		if len(found) != 1 {
			t.Fatalf("one bench jar expected, found %q: build it (mvn package), or set PEERLOOM_BENCH_JAR", found)
		}
		jar = found[0]
	}
	content, err := os.ReadFile(jar)
	if err == nil {
		err = os.WriteFile(filepath.Join(plugins, "bench.jar"), content, 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
	return plugins
}

func without(names []string, pattern *regexp.Regexp) (kept []string) {
	for _, name := range names {
		if !pattern.MatchString(name) {
			kept = append(kept, name)
		}
	}
	return kept
}

// worker follows only children: a script may have started Java in place of becoming it.
func worker(pid int) int {
	for {
		content, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", pid, pid))
		children := strings.Fields(string(content))
		if err != nil || len(children) != 1 {
			return pid
		}
		fmt.Sscan(children[0], &pid)
	}
}
