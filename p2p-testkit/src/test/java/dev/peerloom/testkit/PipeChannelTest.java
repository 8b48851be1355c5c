package dev.peerloom.testkit;

/** The channels of a pipe keep the contract. */
final class PipeChannelTest extends MessageChannelContract {
    @Override
    ChannelLink open() {
        return ChannelLink.ofPipe();
    }
}
