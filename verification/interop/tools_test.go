package interop

import (
	"context"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dev.peerloom/verification/interop/node"
)

const goEthereum = "github.com/ethereum/go-ethereum"

// The tests of "devp2p rlpx eth-test" that a node which serves a chain must pass.
var ethTests = []string{
	"Status", "MaliciousHandshake", "BlockRangeUpdateExpired", "BlockRangeUpdateFuture", "BlockRangeUpdateInvalid",
	"GetBlockHeaders", "GetNonexistentBlockHeaders", "SimultaneousRequests", "SameRequestID", "ZeroRequestID",
	"GetBlockBodies",
}

// devp2p builds go-ethereum's tool. Go's build cache makes all but the first time cheap.
func devp2p(t *testing.T) string {
	t.Helper()
	tool := filepath.Join(t.TempDir(), "devp2p")
	if output, err := exec.Command("go", "build", "-o", tool, goEthereum+"/cmd/devp2p").CombinedOutput(); err != nil {
		t.Fatalf("devp2p does not build: %v\n%s", err, output)
	}
	return tool
}

func command(t *testing.T, limit time.Duration, name string, args ...string) (string, error) {
	t.Helper()
	bounded, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	output, err := exec.CommandContext(bounded, name, args...).CombinedOutput()
	return string(output), err
}

func TestDevp2pPingGetsHello(t *testing.T) {
	n := node.Start(t, node.Options{})
	output, err := command(t, 20*time.Second, devp2p(t), "rlpx", "ping", n.URL())
	if err != nil || !strings.Contains(output, "bench/1") {
		t.Fatalf("devp2p rlpx ping: %v\n%s", err, output)
	}
	t.Logf("devp2p rlpx ping: %s", strings.TrimSpace(output))
}

func TestDevp2pEthTestsPass(t *testing.T) {
	if node.Reference() {
		t.Skip("the reference node has no chain")
	}
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", goEthereum).Output()
	if err != nil {
		t.Fatal(err)
	}
	chain := filepath.Join(strings.TrimSpace(string(module)), "cmd", "devp2p", "internal", "ethtest", "testdata")
	n := node.Start(t, node.Options{OwnPlugins: true, Args: []string{
		"--set", "eth.genesis=" + filepath.Join(chain, "genesis.json"),
		"--set", "eth.chain=" + filepath.Join(chain, "chain.rlp"),
	}})
	// None of these tests calls the engine API, but the tool wants to know where it would be.
	output, err := command(t, 4*time.Minute, devp2p(t), "rlpx", "eth-test",
		"--run", "^("+strings.Join(ethTests, "|")+")$", "--chain", chain, "--node", n.URL(),
		"--engineapi", "http://127.0.0.1:1", "--jwtsecret", "00")
	if err != nil {
		t.Errorf("devp2p rlpx eth-test: %v\n%s", err, output)
	}
	var passed []string
	for _, match := range regexp.MustCompile(`(?m)^-- OK (\S+) `).FindAllStringSubmatch(output, -1) {
		passed = append(passed, match[1])
	}
	for _, name := range ethTests {
		t.Run(name, func(t *testing.T) {
			if !slices.Contains(passed, name) {
				t.Errorf("not passed:\n%s", output)
			}
		})
	}
}
