package whisper

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/whisper/whisperv6"

	"dev.peerloom/verification/interop/legacy/whisper/node"
)

var topic = whisperv6.TopicType{0x10, 0x77, 0x2a, 0x05}

// TestMessagesBothWays sends one of each kind in each direction.
func TestMessagesBothWays(t *testing.T) {
	n := node.Start(t, lowPoWIs)
	g := startGeth(t, lowPoW)
	g.connect(t, n)

	gethKey, gethPublic := g.keyPair(t)
	gethSym := g.password(t, "a shared word")
	ourKey := node.Call[string](n, "shh_newKeyPair")
	ourPublic := node.Call[hexutil.Bytes](n, "shh_getPublicKey", ourKey)
	ourSym := node.Call[string](n, "shh_generateSymKeyFromPassword", "a shared word")

	for _, symmetric := range []bool{true, false} {
		for _, signed := range []bool{true, false} {
			name := fmt.Sprintf("symmetric=%v,signed=%v", symmetric, signed)
			payload := []byte("hello, " + name)
			t.Run("to go-ethereum,"+name, func(t *testing.T) {
				criteria := whisperv6.Criteria{Topics: []whisperv6.TopicType{topic}}
				message := map[string]any{"topic": topic, "payload": hexutil.Bytes(payload), "ttl": 60, "powTarget": 0.01, "powTime": 5}
				if symmetric {
					criteria.SymKeyID = gethSym
					message["symKeyID"] = ourSym
				} else {
					criteria.PrivateKeyID = gethKey
					message["pubKey"] = gethPublic
				}
				if signed {
					message["sig"] = ourKey
					criteria.Sig = ourPublic
				}
				filter := g.filter(t, criteria)
				hash := node.Call[hexutil.Bytes](n, "shh_post", message)
				got := g.receive(t, filter)
				requireMessage(t, *got, payload, signed, ourPublic)
				if !bytes.Equal(got.Hash, hash) {
					t.Errorf("go-ethereum names it %x, the node named it %x", got.Hash, hash)
				}
				if !symmetric && !bytes.Equal(got.Dst, gethPublic) {
					t.Errorf("it is for %x, expected %x", got.Dst, gethPublic)
				}
				if got.PoW < 0.01 {
					t.Errorf("its PoW is %v", got.PoW)
				}
			})
			t.Run("from go-ethereum,"+name, func(t *testing.T) {
				criteria := map[string]any{"topics": []whisperv6.TopicType{topic}}
				message := whisperv6.NewMessage{Topic: topic, Payload: payload, TTL: 60, PowTarget: 0.01, PowTime: 5}
				if symmetric {
					criteria["symKeyID"] = ourSym
					message.SymKeyID = gethSym
				} else {
					criteria["privateKeyID"] = ourKey
					message.PublicKey = ourPublic
				}
				if signed {
					message.Sig = gethKey
					criteria["sig"] = gethPublic
				}
				filter := node.Call[string](n, "shh_newMessageFilter", criteria)
				g.post(t, message)
				got := receive(t, n, filter)
				requireMessage(t, got, payload, signed, gethPublic)
				if !symmetric && !bytes.Equal(got.Dst, ourPublic) {
					t.Errorf("it is for %x, expected %x", got.Dst, ourPublic)
				}
				if !node.Call[bool](n, "shh_deleteMessageFilter", filter) {
					t.Error("the filter is not deleted")
				}
			})
		}
	}
	g.stillLinked(t)
}

func requireMessage(t *testing.T, got whisperv6.Message, payload []byte, signed bool, signer hexutil.Bytes) {
	t.Helper()
	if !bytes.Equal(got.Payload, payload) {
		t.Errorf("it says %q, expected %q", got.Payload, payload)
	}
	if signed && !bytes.Equal(got.Sig, signer) {
		t.Errorf("it is signed by %x, expected %x", got.Sig, signer)
	}
	if !signed && len(got.Sig) != 0 {
		t.Errorf("it is signed by %x, expected nobody", got.Sig)
	}
	if got.Topic != topic || got.TTL != 60 || len(got.Padding) == 0 || got.Timestamp == 0 {
		t.Errorf("topic %v, ttl %d, %d bytes of padding, sent at %d", got.Topic, got.TTL, len(got.Padding), got.Timestamp)
	}
}

// TestMessagesForOnePeerNeedTrust sends p2p messages both ways, before and after the receiver trusts.
func TestMessagesForOnePeerNeedTrust(t *testing.T) {
	n := node.Start(t, lowPoWIs)
	g := startGeth(t, lowPoW)
	g.connect(t, n)
	gethSym := g.password(t, "only you")
	ourSym := node.Call[string](n, "shh_generateSymKeyFromPassword", "only you")
	ours := node.Call[string](n, "shh_newMessageFilter",
		map[string]any{"symKeyID": ourSym, "topics": []whisperv6.TopicType{topic}, "allowP2P": true})
	post := func(text string) {
		g.post(t, whisperv6.NewMessage{SymKeyID: gethSym, Topic: topic, Payload: []byte(text), TTL: 60,
			TargetPeer: n.Enode.URLv4()})
	}
	post("not trusted")
	// A message for all comes behind it on the same link: when it is here, the other has been passed over.
	g.post(t, whisperv6.NewMessage{SymKeyID: gethSym, Topic: topic, Payload: []byte("for all"), TTL: 60, PowTarget: 0.01, PowTime: 5})
	if got := receive(t, n, ours); string(got.Payload) != "for all" {
		t.Errorf("%q came of a peer that is not trusted", got.Payload)
	}
	if !node.Call[bool](n, "shh_markTrustedPeer", g.server.Self().URLv4()) {
		t.Error("the peer is not trusted")
	}
	post("trusted")
	if got := receive(t, n, ours); string(got.Payload) != "trusted" {
		t.Errorf("%q came", got.Payload)
	}
	if info := n.Info(); info.Messages != 1 {
		t.Errorf("%d envelopes in the pool, expected the one for all", info.Messages)
	}

	theirs := g.filter(t, whisperv6.Criteria{SymKeyID: gethSym, Topics: []whisperv6.TopicType{topic}, AllowP2P: true})
	if err := g.AllowP2PMessagesFromPeer(n.Enode.ID().Bytes()); err != nil {
		t.Fatal(err)
	}
	node.Call[hexutil.Bytes](n, "shh_post", map[string]any{"symKeyID": ourSym, "topic": topic, "ttl": 60,
		"payload": hexutil.Bytes("back"), "targetPeer": g.server.Self().URLv4()})
	if got := g.receive(t, theirs); string(got.Payload) != "back" {
		t.Errorf("go-ethereum got %q", got.Payload)
	}
}
