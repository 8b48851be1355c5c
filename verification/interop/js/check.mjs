// Asks a node by ethers, over HTTP and WebSocket: node check.mjs http://… ws://…
// Prints one line for each check and ends with 1 at the first that fails.
import assert from "node:assert/strict";
import { JsonRpcProvider, WebSocketProvider } from "ethers";

const [http, ws] = process.argv.slice(2);

async function check(name, provider) {
    const network = await provider.getNetwork(); // eth_chainId
    assert.equal(network.chainId, BigInt(await provider.send("eth_chainId", [])));
    const info = await provider.send("admin_nodeInfo", []);
    assert.match(info.enode, /^enode:\/\/[0-9a-f]{128}@127\.0\.0\.1:\d+/);
    assert.ok("eth" in info.protocols);
    // What is asked at once goes out as one batch.
    const [peers, count, version] = await Promise.all([
        provider.send("admin_peers", []),
        provider.send("net_peerCount", []),
        provider.send("web3_clientVersion", []),
    ]);
    assert.equal(peers.length, Number(count));
    assert.match(version, /^peerloom\//i);
    await assert.rejects(provider.send("no_such", []), (error) => {
        const code = error.error?.code ?? error.info?.error?.code ?? error.code;
        return code === -32601 || code === "UNSUPPORTED_OPERATION" || code === "UNKNOWN_ERROR";
    });
    console.log(`${name}: chain ${network.chainId}, ${version}, ${peers.length} peers`);
}

const overHttp = new JsonRpcProvider(http);
await check("ethers over HTTP", overHttp);
overHttp.destroy();
const overSocket = new WebSocketProvider(ws);
await check("ethers over WebSocket", overSocket);
await overSocket.destroy();
