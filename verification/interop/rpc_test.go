package interop

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/rpc"

	"dev.peerloom/verification/interop/node"
	"dev.peerloom/verification/interop/wire"
)

// admin is a node whose admin interface is open over IPC, HTTP and WebSocket.
type admin struct {
	*node.Node
	ipc, http, ws string
}

var httpLine = regexp.MustCompile(`admin interface at (http://127\.0\.0\.1:[0-9]+)`)

func startAdmin(t *testing.T, o node.Options) *admin {
	t.Helper()
	if node.Reference() {
		t.Skip("the reference node has no admin interface")
	}
	directory, err := os.MkdirTemp("", "ipc") // short, because the path of a socket must be
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(directory) })
	a := &admin{ipc: filepath.Join(directory, "n.ipc")}
	o.Args = append([]string{"--ipc", a.ipc, "--http", "127.0.0.1:0"}, o.Args...)
	a.Node = node.Start(t, o)
	found := httpLine.FindStringSubmatch(a.Log.Await(0, eventLimit, httpLine))
	if found == nil {
		t.Fatalf("the log does not say where HTTP is\n%s", a.Log.Tail(20))
	}
	a.http = found[1]
	a.ws = strings.Replace(a.http, "http", "ws", 1)
	return a
}

// ways are all that a client may dial.
func (a *admin) ways() map[string]string {
	return map[string]string{"IPC": a.ipc, "HTTP": a.http, "WebSocket": a.ws, "WebSocket at /ws": a.ws + "/ws"}
}

func dialRPC(t *testing.T, url string, options ...rpc.ClientOption) *rpc.Client {
	t.Helper()
	client, err := rpc.DialOptions(context.Background(), url, options...)
	if err != nil {
		t.Fatalf("%s: %v", url, err)
	}
	t.Cleanup(client.Close)
	return client
}

// chainArgs give a node the test chain in go-ethereum's module.
func chainArgs(t *testing.T) []string {
	t.Helper()
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", goEthereum).Output()
	if err != nil {
		t.Fatal(err)
	}
	chain := filepath.Join(strings.TrimSpace(string(module)), "cmd", "devp2p", "internal", "ethtest", "testdata")
	return []string{"--set", "eth.genesis=" + filepath.Join(chain, "genesis.json"),
		"--set", "eth.chain=" + filepath.Join(chain, "chain.rlp")}
}

// TestRPCGoClient: calls, errors and batches by go-ethereum's client, in every way.
func TestRPCGoClient(t *testing.T) {
	a := startAdmin(t, node.Options{OwnPlugins: true})
	for name, url := range a.ways() {
		t.Run(name, func(t *testing.T) {
			client := dialRPC(t, url)
			var info p2p.NodeInfo
			if err := client.Call(&info, "admin_nodeInfo"); err != nil {
				t.Fatal(err)
			}
			if info.Enode != a.URL() || info.ID != a.Enode.ID().String() || info.Ports.Listener != a.Enode.TCP() {
				t.Errorf("admin_nodeInfo: %+v, for %s with id %v", info, a.URL(), a.Enode.ID())
			}
			modules, err := client.SupportedModules()
			if err != nil || modules["admin"] == "" || modules["eth"] == "" || modules["rpc"] == "" {
				t.Errorf("rpc_modules: %v, %v", modules, err)
			}
			var peers []*p2p.PeerInfo
			var count, version string
			batch := []rpc.BatchElem{
				{Method: "admin_peers", Result: &peers},
				{Method: "net_peerCount", Result: &count},
				{Method: "no_such", Result: new(any)},
				{Method: "web3_clientVersion", Result: &version},
			}
			if err := client.BatchCall(batch); err != nil {
				t.Fatal(err)
			}
			if len(peers) != 0 || count != "0x0" || !strings.HasPrefix(strings.ToLower(version), "peerloom/") {
				t.Errorf("batch: %v, %q, %q", peers, count, version)
			}
			for i, wanted := range []int{0, 0, -32601, 0} {
				requireCode(t, batch[i].Method, batch[i].Error, wanted)
			}
			requireCode(t, "too many parameters", client.Call(new(any), "admin_peers", 1), -32602)
		})
	}
}

// benchPeer is a peer that answers pings until the test ends or it is disconnected.
func benchPeer(t *testing.T, n *node.Node, key *ecdsa.PrivateKey) *wire.Client {
	t.Helper()
	peer, err := wire.Dial(n.Enode, key)
	if err != nil {
		t.Fatal(err)
	}
	peer.SetDeadline(time.Now().Add(2 * time.Minute))
	t.Cleanup(func() { peer.Close() })
	go peer.ReadUntil(wire.DisconnectMsg + 0x1000) // no such message: until an error
	return peer
}

func requireCode(t *testing.T, what string, err error, wanted int) {
	t.Helper()
	var coded rpc.Error
	code := 0
	if errors.As(err, &coded) {
		code = coded.ErrorCode()
	}
	if code != wanted || (err == nil) != (wanted == 0) {
		t.Errorf("%s: %v, expected the code %d", what, err, wanted)
	}
}

// TestRPCPeerEvents: a subscription of go-ethereum's client, over IPC and over WebSocket.
func TestRPCPeerEvents(t *testing.T) {
	a := startAdmin(t, node.Options{})
	for name, url := range map[string]string{"IPC": a.ipc, "WebSocket": a.ws} {
		t.Run(name, func(t *testing.T) {
			client := dialRPC(t, url)
			events := make(chan *p2p.PeerEvent, 16)
			subscription, err := client.Subscribe(context.Background(), "admin", events, "peerEvents")
			if err != nil {
				t.Fatal(err)
			}
			key := wire.NewKey()
			peer := benchPeer(t, a.Node, key)
			requireEvent(t, events, p2p.PeerEventTypeAdd, enode.PubkeyToIDV4(&key.PublicKey).String())
			var peers []*p2p.PeerInfo
			if err := client.Call(&peers, "admin_peers"); err != nil || len(peers) != 1 {
				t.Errorf("admin_peers: %v, %v", peers, err)
			} else if peers[0].ID != enode.PubkeyToIDV4(&key.PublicKey).String() || !peers[0].Network.Inbound {
				t.Errorf("admin_peers: %+v", peers[0])
			}
			if err := peer.Send(wire.DisconnectMsg, []any{p2p.DiscQuitting}); err != nil {
				t.Error(err)
			}
			requireEvent(t, events, p2p.PeerEventTypeDrop, enode.PubkeyToIDV4(&key.PublicKey).String())
			subscription.Unsubscribe()
		})
	}
}

func requireEvent(t *testing.T, events chan *p2p.PeerEvent, kind p2p.PeerEventType, id string) {
	t.Helper()
	select {
	case event := <-events:
		if event.Type != kind || event.Peer.String() != id {
			t.Errorf("event %+v, expected %q of %s", event, kind, id)
		}
	case <-time.After(eventLimit):
		t.Errorf("no event %q came", kind)
	}
}

// TestRPCToken: without the token over HTTP and WebSocket nothing, with it everything.
func TestRPCToken(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	a := startAdmin(t, node.Options{Args: []string{"--http-token-file", file}})
	token, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	authorized := rpc.WithHTTPAuth(func(h http.Header) error {
		h.Set("Authorization", "Bearer "+strings.TrimSpace(string(token)))
		return nil
	})
	var listening bool
	for _, url := range []string{a.http, a.ws} {
		if client, err := rpc.Dial(url); err == nil {
			if err := client.Call(&listening, "net_listening"); err == nil {
				t.Errorf("%s answers without the token", url)
			}
			client.Close()
		}
		if err := dialRPC(t, url, authorized).Call(&listening, "net_listening"); err != nil || !listening {
			t.Errorf("%s with the token: %v", url, err)
		}
	}
}

// awaitSuccess tries until it succeeds, for a limited time.
func awaitSuccess(t *testing.T, what string, try func() error) {
	t.Helper()
	again := time.NewTicker(100 * time.Millisecond)
	defer again.Stop()
	limit := time.After(eventLimit)
	for err := try(); err != nil; err = try() {
		select {
		case <-again.C:
		case <-limit:
			t.Fatalf("%s: %v", what, err)
		}
	}
}

// TestRPCFetchHeaders: a plugin's own method, between two nodes.
func TestRPCFetchHeaders(t *testing.T) {
	chain := chainArgs(t)
	server := startAdmin(t, node.Options{OwnPlugins: true, Args: chain})
	// The same network without its blocks: it has to ask.
	asks := startAdmin(t, node.Options{OwnPlugins: true, Args: append(chain[:2:2], "--peer", server.URL())})
	client := dialRPC(t, asks.http)
	type header struct {
		Number     uint64
		Hash       common.Hash
		ParentHash common.Hash
	}
	var headers []header
	awaitSuccess(t, "eth_fetchHeaders", func() error { return client.Call(&headers, "eth_fetchHeaders", 1, 20) })
	if len(headers) != 20 {
		t.Fatalf("%d headers came, expected 20", len(headers))
	}
	for i, h := range headers {
		if h.Number != uint64(i+1) || (i > 0 && h.ParentHash != headers[i-1].Hash) {
			t.Errorf("header %d is %+v", i, h)
		}
	}
	var peers []struct {
		Protocols struct {
			Eth struct{ LatestBlock, EarliestBlock *uint64 }
		}
	}
	if err := client.Call(&peers, "admin_peers"); err != nil || len(peers) != 1 {
		t.Fatalf("admin_peers: %v, %v", peers, err)
	}
	if latest := peers[0].Protocols.Eth.LatestBlock; latest == nil || *latest < 20 {
		t.Errorf("the peer's range is not told: %+v", peers)
	}
	requireCode(t, "a range that is none", client.Call(&headers, "eth_fetchHeaders", -1, 20), -32602)
}

// TestRPCGethConsole: "geth attach", the console that operators know, over IPC and HTTP.
func TestRPCGethConsole(t *testing.T) {
	a := startAdmin(t, node.Options{})
	geth := filepath.Join(t.TempDir(), "geth")
	if output, err := exec.Command("go", "build", "-o", geth, goEthereum+"/cmd/geth").CombinedOutput(); err != nil {
		t.Fatalf("geth does not build: %v\n%s", err, output)
	}
	benchPeer(t, a.Node, wire.NewKey())
	attach := func(t *testing.T, url, script string) string {
		t.Helper()
		output, err := command(t, 30*time.Second, geth, "attach", "--datadir", t.TempDir(), "--exec", script, url)
		if err != nil {
			t.Fatalf("geth attach --exec %q: %v\n%s", script, err, output)
		}
		lines := strings.Split(strings.TrimSpace(output), "\n")
		return strings.TrimSpace(lines[len(lines)-1])
	}
	for name, url := range map[string]string{"IPC": a.ipc, "HTTP": a.http} {
		t.Run(name, func(t *testing.T) {
			for script, wanted := range map[string]string{
				"admin.nodeInfo.enode":                        `"` + a.URL() + `"`,
				"net.peerCount":                               "1",
				"admin.peers.length":                          "1",
				"admin.peers[0].network.inbound":              "true",
				"net.listening":                               "true",
				"web3.version.node.toLowerCase().slice(0, 9)": `"peerloom/"`,
			} {
				if got := attach(t, url, script); got != wanted {
					t.Errorf("%s: %s, expected %s", script, got, wanted)
				}
			}
			t.Run("admin.addPeer", func(t *testing.T) {
				var coded rpc.Error
				err := dialRPC(t, url).Call(new(any), "admin_addPeer", "none")
				if errors.As(err, &coded) && coded.ErrorCode() == -32601 {
					t.Skip("this node has no admin_addPeer")
				}
				other := startAdmin(t, node.Options{})
				if got := attach(t, url, `admin.addPeer("`+other.URL()+`")`); got != "true" {
					t.Errorf("admin.addPeer: %s", got)
				}
				awaitSuccess(t, "the peer that was added", func() error {
					if got := attach(t, other.ipc, "admin.peers.length"); got != "1" {
						return errors.New(got + " peers")
					}
					return nil
				})
				if got := attach(t, url, `admin.removePeer("`+other.URL()+`")`); got != "true" {
					t.Errorf("admin.removePeer: %s", got)
				}
			})
		})
	}
}

// TestRPCEthers: ethers from npm, over HTTP and WebSocket.
func TestRPCEthers(t *testing.T) {
	if _, err := os.Stat(filepath.Join("js", "node_modules", "ethers")); err != nil {
		t.Fatal("ethers is missing: run 'npm ci' in js")
	}
	a := startAdmin(t, node.Options{OwnPlugins: true})
	output, err := command(t, time.Minute, "node", filepath.Join("js", "check.mjs"), a.http, a.ws)
	if err != nil {
		t.Fatalf("check.mjs: %v\n%s", err, output)
	}
	t.Log(strings.TrimSpace(output))
}
