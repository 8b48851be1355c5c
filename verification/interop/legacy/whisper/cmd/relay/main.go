// Relay measures what a node spends on envelopes that it takes from one peer and gives to another.
//
//	relay serve                             go-ethereum's Whisper; prints READY and its enode
//	relay load --pid PID ENODE              sends envelopes through a node, and looks at its CPU time
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"
	"github.com/ethereum/go-ethereum/whisper/whisperv6"

	"dev.peerloom/verification/interop/legacy/whisper/raw"
)

const pow = 0.001

func main() {
	var err error
	switch {
	case len(os.Args) > 1 && os.Args[1] == "serve":
		err = serve()
	case len(os.Args) > 1 && os.Args[1] == "load":
		err = load(os.Args[2:])
	default:
		err = fmt.Errorf("usage: relay serve | relay load --pid PID ENODE")
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "relay:", err)
		os.Exit(1)
	}
}

func serve() error {
	config := whisperv6.DefaultConfig
	config.MinimumAcceptedPOW = pow
	w := whisperv6.StandaloneWhisperService(&config)
	w.SetMinimumPowTest(pow)
	if err := w.Start(); err != nil {
		return err
	}
	server := &p2p.Server{Config: p2p.Config{PrivateKey: raw.NewKey(), MaxPeers: 10, Name: "whisper",
		ListenAddr: "127.0.0.1:0", NoDiscovery: true, Protocols: w.Protocols()}}
	if err := server.Start(); err != nil {
		return err
	}
	fmt.Println("READY", server.Self().URLv4())
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	<-stop
	server.Stop()
	return w.Stop()
}

func load(args []string) error {
	flags := flag.NewFlagSet("load", flag.ExitOnError)
	pid := flags.Int("pid", 0, "the node's process")
	count := flags.Int("count", 10_000, "envelopes a round")
	rounds := flags.Int("rounds", 10, "rounds; the first ones warm up")
	size := flags.Int("size", 284, "bytes of data in an envelope")
	perMessage := flags.Int("per-message", 100, "envelopes in a message")
	ttl := flags.Uint("ttl", 30, "seconds that an envelope lives")
	flags.Parse(args)
	target, err := enode.ParseV4(flags.Arg(0))
	if err != nil {
		return err
	}
	from, err := raw.Open(target)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := raw.Open(target)
	if err != nil {
		return err
	}
	defer to.Close()
	for round := range *rounds {
		envelopes := make([]*raw.Envelope, *count)
		for i := range envelopes {
			envelopes[i] = raw.NewEnvelope(uint32(*ttl), *size, [4]byte{1, 2, 3, 4}).Seal(2 * pow)
		}
		before, err := cpu(*pid)
		if err != nil {
			return err
		}
		start := time.Now()
		arrived := make(chan error, 1)
		go func() { arrived <- receive(to, *count) }()
		for i := 0; i < *count; i += *perMessage {
			if err := from.Send(raw.Messages, envelopes[i:min(i+*perMessage, *count)]); err != nil {
				return err
			}
		}
		select {
		case err = <-arrived:
		case <-time.After(2 * time.Minute):
			err = fmt.Errorf("not all envelopes arrived")
		}
		if err != nil {
			return err
		}
		after, err := cpu(*pid)
		if err != nil {
			return err
		}
		spent := after - before
		fmt.Printf("round %d: %d envelopes of %d bytes of data in %v, %.2f µs of the node's CPU each\n", round, *count, *size,
			time.Since(start).Round(time.Millisecond), float64(spent.Microseconds())/float64(*count))
	}
	return nil
}

func receive(p *raw.Peer, count int) error {
	for count > 0 {
		message, err := p.Read()
		if err != nil {
			return err
		}
		if message.Code == raw.Messages {
			var envelopes []raw.Envelope
			if err := message.Decode(&envelopes); err != nil {
				return err
			}
			count -= len(envelopes)
		}
	}
	return nil
}

// cpu is the time that a process has computed, user and system.
func cpu(pid int) (time.Duration, error) {
	content, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, err
	}
	fields := strings.Fields(string(content[strings.LastIndexByte(string(content), ')')+1:]))
	var user, system int64
	if _, err := fmt.Sscan(fields[11], &user); err != nil {
		return 0, err
	}
	if _, err := fmt.Sscan(fields[12], &system); err != nil {
		return 0, err
	}
	return time.Duration(user+system) * 10 * time.Millisecond, nil // a hundred ticks a second
}
