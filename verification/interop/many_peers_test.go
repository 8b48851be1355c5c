package interop

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dev.peerloom/verification/interop/node"
)

const (
	askEvery    = 50 * time.Millisecond // between two questions, of which the kinds take turns
	answerLimit = 100 * time.Millisecond
	askFor      = holdFor - 5*time.Second
	warmRounds  = 20 // not counted
)

// TestTheAdminInterfaceAnswersWhileThousandsArePeers asks for everything that is there to watch a node by.
func TestTheAdminInterfaceAnswersWhileThousandsArePeers(t *testing.T) {
	count, err := strconv.Atoi(os.Getenv("INTEROP_PEERS"))
	if err != nil {
		t.Skip("takes two minutes and many files: only with INTEROP_PEERS=5000")
	}
	a := startAdmin(t, node.Options{JavaOptions: "-Xmx512m", Args: []string{"--max-peers", strconv.Itoa(count * 2)}})
	before := a.Resident()
	clients := connectMany(t, a.Node, count)
	t.Logf("%d peers connected", count)
	asked := make(chan []*question, 1)
	go func() { asked <- ask(t, a, count) }()
	held := hold(t, a.Node, clients)
	for _, q := range <-asked {
		slices.Sort(q.times)
		p99 := at(q.times, 99)
		t.Logf("%-24s %4d times, %8d bytes: p50 %v, p99 %v, at most %v", q.name, len(q.times), q.size, at(q.times, 50), p99, q.times[len(q.times)-1])
		if p99 > answerLimit && strict() {
			t.Errorf("%s: the limit at p99 is %v", q.name, answerLimit)
		}
	}
	t.Logf("resident: %d MiB before, %d MiB with all peers", before>>20, held>>20)
	requireAlive(t, a.Node)
}

// question is one thing that is asked again and again; its answer must contain what is wanted, so many times.
type question struct {
	name   string
	put    func() (answer []byte, err error)
	wanted string
	often  int
	size   int
	times  []time.Duration
}

// ask puts all questions in turn while all peers are there, and returns them with how long each answer took, to
// its last byte.
func ask(t *testing.T, a *admin, peers int) []*question {
	end := time.After(askFor)
	socket, err := net.Dial("unix", a.ipc)
	if err != nil {
		t.Error(err)
		return nil
	}
	defer socket.Close()
	questions := questions(a, &line{socket, bufio.NewReaderSize(socket, 1<<20)}, peers)
	ticks := time.NewTicker(askEvery)
	defer ticks.Stop()
	for round := 0; ; round++ {
		for _, q := range questions {
			select {
			case <-end:
				return questions
			case <-ticks.C:
			}
			socket.SetDeadline(time.Now().Add(eventLimit))
			start := time.Now()
			answer, err := q.put()
			took := time.Since(start)
			if err != nil || bytes.Count(answer, []byte(q.wanted)) < q.often {
				t.Errorf("%s: %v, %d bytes: %.200q", q.name, err, len(answer), answer)
				return nil
			}
			if q.size = len(answer); round >= warmRounds {
				q.times = append(q.times, took)
			}
		}
	}
}

func questions(a *admin, socket *line, peers int) []*question {
	connected := fmt.Sprintf(`"%#x"`, peers)
	rpc := func(method string) string { return fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q}`, method) }
	call := func(method, wanted string, often int) *question {
		return &question{name: method, wanted: wanted, often: often, put: func() ([]byte, error) { return socket.call(rpc(method)) }}
	}
	get := func(path, wanted string) *question {
		return &question{name: "GET " + path, wanted: wanted, often: 1, put: func() ([]byte, error) { return body(http.Get(a.http + path)) }}
	}
	return []*question{
		call("net_peerCount", connected, 1),
		call("admin_nodeInfo", a.URL(), 1),
		call("admin_peers", `"enode":"enode://`, peers),
		call("admin_disconnects", `"result":[`, 1),
		call("plugin_list", `"bench"`, 1),
		{name: "POST net_peerCount", wanted: connected, often: 1, put: func() ([]byte, error) {
			return body(http.Post(a.http, "application/json", strings.NewReader(rpc("net_peerCount"))))
		}},
		get("/metrics", "peerloom_"),
		get("/health", `"ready":true`),
	}
}

// line is a socket on which each answer is a line.
type line struct {
	net.Conn
	in *bufio.Reader
}

func (l *line) call(request string) ([]byte, error) {
	if _, err := io.WriteString(l, request); err != nil {
		return nil, err
	}
	return l.in.ReadBytes('\n')
}

func body(response *http.Response, err error) ([]byte, error) {
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("status %s", response.Status)
	}
	return io.ReadAll(response.Body)
}
