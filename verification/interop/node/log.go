package node

import (
	"bufio"
	"io"
	"regexp"
	"strings"
	"sync"
	"time"
)

// Log is what the node wrote to stderr. Any goroutine may use it.
type Log struct {
	mutex   sync.Mutex
	lines   []string
	changed chan struct{} // closed and replaced with each line
}

func newLog() *Log { return &Log{changed: make(chan struct{})} }

func (l *Log) collect(r io.Reader) {
	lines := bufio.NewReader(r)
	for {
		line, err := lines.ReadString('\n')
		if line != "" {
			l.mutex.Lock()
			l.lines = append(l.lines, strings.TrimRight(line, "\n"))
			close(l.changed)
			l.changed = make(chan struct{})
			l.mutex.Unlock()
		}
		if err != nil {
			return
		}
	}
}

// Mark is the current end of the log: what comes later is looked at from there.
func (l *Log) Mark() int {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return len(l.lines)
}

// Tail returns the last n lines.
func (l *Log) Tail(n int) string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return strings.Join(l.lines[max(0, len(l.lines)-n):], "\n")
}

// Since returns the lines after a mark.
func (l *Log) Since(mark int) []string {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return append([]string(nil), l.lines[mark:]...)
}

// Await returns the first line after mark that every pattern matches, waiting for it, or "" after the limit.
func (l *Log) Await(mark int, limit time.Duration, patterns ...*regexp.Regexp) string {
	deadline := time.After(limit)
	for {
		l.mutex.Lock()
		lines, changed := l.lines[mark:], l.changed
		l.mutex.Unlock()
		for _, line := range lines {
			if all(line, patterns) {
				return line
			}
			mark++
		}
		select {
		case <-changed:
		case <-deadline:
			return ""
		}
	}
}

func all(line string, patterns []*regexp.Regexp) bool {
	for _, p := range patterns {
		if !p.MatchString(line) {
			return false
		}
	}
	return true
}
