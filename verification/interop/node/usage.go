package node

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// Usage is what the node holds of the system.
type Usage struct{ Files, Sockets, Threads int }

func (u Usage) String() string {
	return fmt.Sprintf("%d files (%d sockets), %d threads", u.Files, u.Sockets, u.Threads)
}

// Usage counts the process's open files and threads.
func (n *Node) Usage() Usage {
	n.t.Helper()
	files := fmt.Sprintf("/proc/%d/fd", n.PID)
	entries, err := os.ReadDir(files)
	if err != nil {
		n.t.Fatal(err)
	}
	u := Usage{Files: len(entries)}
	for _, entry := range entries {
		// A file closed since the listing is no socket.
		target, _ := os.Readlink(filepath.Join(files, entry.Name()))
		if strings.HasPrefix(target, "socket:") {
			u.Sockets++
		}
	}
	threads, err := os.ReadDir(fmt.Sprintf("/proc/%d/task", n.PID))
	if err != nil {
		n.t.Fatal(err)
	}
	u.Threads = len(threads)
	return u
}

// AwaitUsage waits until the node holds no more than the limit, and returns what it holds at last.
func (n *Node) AwaitUsage(limit Usage, patience time.Duration) (Usage, bool) {
	n.t.Helper()
	ticks := time.NewTicker(100 * time.Millisecond)
	defer ticks.Stop()
	deadline := time.Now().Add(patience)
	for {
		u := n.Usage()
		if u.Files <= limit.Files && u.Sockets <= limit.Sockets && u.Threads <= limit.Threads {
			return u, true
		}
		if time.Now().After(deadline) {
			return u, false
		}
		<-ticks.C
	}
}

// Resident is the process's resident memory in bytes.
func (n *Node) Resident() int64 {
	n.t.Helper()
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", n.PID))
	if err != nil {
		n.t.Fatal(err)
	}
	for line := range strings.Lines(string(content)) {
		if fields := strings.Fields(line); fields[0] == "VmRSS:" {
			kib, err := strconv.ParseInt(fields[1], 10, 64)
			if err != nil {
				n.t.Fatal(err)
			}
			return kib << 10
		}
	}
	n.t.Fatal("no VmRSS")
	return 0
}

// LiveHeap lets the JVM collect its garbage and returns the bytes of all objects left.
func (n *Node) LiveHeap() (int64, error) {
	java, err := os.Readlink(fmt.Sprintf("/proc/%d/exe", n.PID))
	if err != nil {
		return 0, err
	}
	jcmd := filepath.Join(filepath.Dir(java), "jcmd")
	if _, err := os.Stat(jcmd); err != nil {
		return 0, err
	}
	output, err := exec.Command(jcmd, strconv.Itoa(n.PID), "GC.class_histogram").Output()
	if err != nil {
		return 0, err
	}
	for line := range strings.Lines(string(output)) {
		if fields := strings.Fields(line); len(fields) == 3 && fields[0] == "Total" {
			return strconv.ParseInt(fields[2], 10, 64)
		}
	}
	return 0, errors.New("no total in the class histogram")
}
