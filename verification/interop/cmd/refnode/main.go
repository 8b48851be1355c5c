// Command refnode is go-ethereum's p2p.Server with bench/1 behind the command line of "peerloom run", as far as the
// interop checks use it: what go-ethereum itself passes is no invention of the checks. It also serves as the other side
// of a comparison of speed.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
	"strconv"
	"strings"
	"syscall"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/p2p"
	"github.com/ethereum/go-ethereum/p2p/enode"

	"dev.peerloom/verification/interop/bench"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "refnode:", err)
		os.Exit(2)
	}
}

func run(args []string) error {
	if len(args) == 0 || args[0] != "run" {
		return fmt.Errorf("usage: refnode run [options of peerloom run]")
	}
	flags := flag.NewFlagSet("run", flag.ContinueOnError)
	for _, ignored := range []string{"data-dir", "plugins-dir", "discovery", "log-level", "ipc", "config"} {
		flags.String(ignored, "", "accepted")
	}
	host := flags.String("host", "127.0.0.1", "")
	port := flags.Int("port", 30303, "")
	maxPeers := flags.Int("max-peers", 50, "")
	keyFile := flags.String("node-key-file", "", "")
	var peers []*enode.Node
	flags.Func("peer", "", func(url string) error {
		node, err := enode.ParseV4(url)
		peers = append(peers, node)
		return err
	})
	handler := bench.Handler{
		Compared: func(p *p2p.Peer, n int) {
			fmt.Fprintf(os.Stderr, "bench: %d echoes of 1 to %d bytes compared, all equal, peer %v\n", n, bench.MaxEcho, p.ID())
		},
	}
	flags.Func("set", "", func(setting string) error {
		value, found := strings.CutPrefix(setting, "bench.echo-on-connect=")
		if !found {
			return nil
		}
		n, err := strconv.Atoi(value)
		handler.Echoes = n
		return err
	})
	if err := flags.Parse(args[1:]); err != nil {
		return err
	}
	key, err := crypto.GenerateKey()
	if *keyFile != "" {
		key, err = crypto.LoadECDSA(*keyFile)
	}
	if err != nil {
		return err
	}
	server := &p2p.Server{Config: p2p.Config{
		PrivateKey:      key,
		MaxPeers:        *maxPeers,
		Name:            "refnode",
		ListenAddr:      fmt.Sprintf("%s:%d", *host, *port),
		NoDiscovery:     true,
		StaticNodes:     peers,
		Protocols:       []p2p.Protocol{handler.Protocol()},
		EnableMsgEvents: false,
	}}
	if err := server.Start(); err != nil {
		return err
	}
	events := make(chan *p2p.PeerEvent, 1024)
	defer server.SubscribeEvents(events).Unsubscribe()
	go func() {
		for e := range events {
			fmt.Fprintln(os.Stderr, e.Type, e.RemoteAddress, e.Peer, e.Error)
		}
	}()
	stop := make(chan os.Signal, 1)
	signal.Notify(stop, syscall.SIGTERM, syscall.SIGINT)
	fmt.Println("READY", server.Self().URLv4())
	<-stop
	server.Stop()
	return nil
}
