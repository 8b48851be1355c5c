package swarm

import (
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/swarm/network"
	"github.com/ethereum/go-ethereum/swarm/pot"
)

const (
	mainNetwork  = 3
	sessionLimit = 30 * time.Second
	heldFor      = 30 * time.Second
	exchange     = 60 * time.Second
)

// A wrong network id ends the session when they dial, and both sides say why.
func TestAnotherNetworkDialsUs(t *testing.T) {
	t.Parallel()
	ours, stranger := startLoom(t, newDirectory(t)), startBee(t, mainNetwork+1)
	stranger.server.AddPeer(ours.enode)
	requireRefusal(t, ours, stranger)
}

// A wrong network id ends the session when we dial, and both sides say why.
func TestAnotherNetworkIsDialled(t *testing.T) {
	t.Parallel()
	stranger := startBee(t, mainNetwork+1)
	requireRefusal(t, startLoom(t, newDirectory(t), "--peer", stranger.self().String()), stranger)
}

func requireRefusal(t *testing.T, ours *loom, stranger *bee) {
	t.Helper()
	select {
	case err := <-stranger.bzzEnds:
		if err == nil || !strings.Contains(err.Error(), "network id mismatch 3 (!= 4)") {
			t.Errorf("theirs says: %v", err)
		}
		t.Logf("theirs says: %v", err)
	case <-time.After(sessionLimit):
		t.Fatal("no session")
	}
	eventually(t, sessionLimit, "our node tells how it ended", func() bool { return len(ours.disconnects()) > 0 })
	end := ours.disconnects()[0]
	t.Logf("ours says: %+v", end)
	// As the listening side theirs may be quicker to refuse than to send its handshake.
	if !strings.Contains(end.Detail, "network id 4, ours is 3") && (end.Code != 0x10 || end.ClosedBy == "us") {
		t.Errorf("not the reason: %+v", end)
	}
	if len(ours.peers()) != 0 {
		t.Error("hive runs nevertheless")
	}
}

// A session stands for half a minute, and is alive at its end: news of a third node pass over it.
func TestSessionHeld(t *testing.T) {
	t.Parallel()
	ours := startLoom(t, newDirectory(t))
	theirs := startBee(t, mainNetwork)
	theirs.server.AddPeer(ours.enode)
	overlay := ours.overlay()
	eventually(t, sessionLimit, "a session", func() bool {
		return theirs.connected(overlay) && slices.ContainsFunc(ours.peers(), same(theirs.overlay))
	})
	hold := time.After(heldFor)
	for held := false; !held; {
		select {
		case err := <-theirs.bzzEnds:
			t.Fatalf("ended before its time: %v", err)
		case <-hold:
			held = true
		}
	}
	third := startBee(t, mainNetwork)
	third.server.AddPeer(ours.enode)
	eventually(t, sessionLimit, "theirs hears of the third node", func() bool { return theirs.knows(third.overlay) })
	if ends := ours.disconnects(); len(ends) != 0 {
		t.Errorf("a session ended: %+v", ends)
	}
}

// Five nodes of both kinds in a row, each told of one other, until every table is saturated.
func TestFiveNodesFindEachOther(t *testing.T) {
	t.Parallel()
	first := startLoom(t, newDirectory(t))
	second := startLoom(t, newDirectory(t), "--peer", first.enode.String())
	a, b, c := startBee(t, mainNetwork), startBee(t, mainNetwork), startBee(t, mainNetwork)
	a.server.AddPeer(first.enode)
	b.server.AddPeer(a.self())
	c.server.AddPeer(second.enode)
	looms, bees := []*loom{first, second}, []*bee{a, b, c}
	addresses := [][]byte{first.overlay(), second.overlay(), a.overlay, b.overlay, c.overlay}
	wanted := network.NewPeerPotMap(network.NewKadParams().NeighbourhoodSize, addresses)
	eventually(t, exchange, "all tables are saturated", func() bool {
		for _, bee := range bees {
			if !bee.table.GetHealthInfo(wanted[hex.EncodeToString(bee.overlay)]).Healthy() {
				return false
			}
		}
		for i, loom := range looms {
			expected := wanted[hex.EncodeToString(addresses[i])]
			depth := fmt.Sprintf("DEPTH: %d ", len(expected.PeersPerBin))
			if !saturated(addresses[i], loom.peers(), expected) || !strings.Contains(loom.table(), depth) {
				return false
			}
		}
		return true
	})
	for _, loom := range looms {
		t.Logf("ours:%s", loom.table())
	}
	t.Logf("one of theirs:%s", a.table.String())
}

// saturated is what theirs tests in GetHealthInfo: all neighbours are connected, and in each bin before them as many as a bin wants or
// as there are.
func saturated(base []byte, peers [][]byte, wanted *network.PeerPot) bool {
	for _, neighbour := range wanted.NNSet {
		if !slices.ContainsFunc(peers, same(neighbour)) {
			return false
		}
	}
	for bin, available := range wanted.PeersPerBin {
		connected := 0
		for _, peer := range peers {
			if order, _ := network.Pof(base, peer, 0); order == bin {
				connected++
			}
		}
		if connected < min(available, network.NewKadParams().MinBinSize) {
			return false
		}
	}
	return true
}

// A node that is killed without warning knows who dialled it when it comes back, and dials them: it has another port now.
func TestKilledNodeReturns(t *testing.T) {
	t.Parallel()
	directory := newDirectory(t)
	ours := startLoom(t, directory)
	a, b := startBee(t, mainNetwork), startBee(t, mainNetwork)
	a.server.AddPeer(ours.enode)
	b.server.AddPeer(ours.enode)
	overlay := ours.overlay()
	eventually(t, sessionLimit, "sessions with both", func() bool { return len(ours.peers()) == 2 })
	eventually(t, sessionLimit, "both are kept", func() bool {
		kept := readFile(directory, "data", "plugins", "bzz", "peers")
		return strings.Contains(kept, a.self().String()) && strings.Contains(kept, b.self().String())
	})
	ours.kill()
	again := startLoom(t, directory)
	if string(again.overlay()) != string(overlay) {
		t.Error("it has another address than before")
	}
	eventually(t, sessionLimit, "sessions with both again", func() bool { return len(again.peers()) == 2 })
}

func same(address []byte) func([]byte) bool {
	return func(other []byte) bool { return pot.NewAddressFromBytes(other) == pot.NewAddressFromBytes(address) }
}
