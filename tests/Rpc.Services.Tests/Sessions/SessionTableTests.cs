using Grpc.Core;
using Sim.Rpc.Services;
using Messages = Sim.Rpc.Messages;

namespace Sim.Tests.Rpc;

public sealed class SessionTableTests : IDisposable
{
    private readonly HandClock _clock = new();
    private readonly SessionTable<Content> _table;

    public SessionTableTests() => _table = new(3, _clock);

    public void Dispose() => _table.Dispose();

    [Fact]
    public async Task Opening_again_with_the_same_token_finds_the_same_session()
    {
        var first = await Open("a");
        Assert.Same(first, await Open("a"));
        Assert.Equal(1, _table.Count);
    }

    [Fact]
    public async Task Opening_with_another_token_is_refused()
    {
        await Open("a");
        var error = await Assert.ThrowsAsync<RpcException>(() => Open("a", "thief"));
        Assert.Equal((StatusCode.PermissionDenied, Messages.ErrorReason.NotOwner), (error.StatusCode, ReasonOf(error)));
    }

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("ä")]
    [InlineData("12345678901234567890123456789012345678901234567890123456789012345")]
    public async Task A_session_id_has_few_characters_of_few_kinds(string id) =>
        Assert.Equal(StatusCode.InvalidArgument, (await Assert.ThrowsAsync<RpcException>(() => Open(id))).StatusCode);

    [Fact]
    public async Task There_are_no_more_sessions_than_allowed()
    {
        await Open("a");
        await Open("b");
        await Open("c");
        Assert.Equal(Messages.ErrorReason.TooManySessions, ReasonOf(await Assert.ThrowsAsync<RpcException>(() => Open("d"))));
        Assert.True(_table.Close("a"));
        await Open("d");
    }

    [Fact]
    public async Task A_session_ends_when_nothing_was_heard_for_its_lease()
    {
        var content = await Open("a", leaseS: 10);
        _clock.Move(10);
        Assert.Equal(0, _table.Expire());
        _clock.Move(0.001);
        Assert.Equal(1, _table.Expire());
        Assert.True(content.IsDisposed);
        Assert.Equal(Messages.ErrorReason.SessionUnknown, ReasonOf(Assert.Throws<RpcException>(() => _table.Take("a"))));
    }

    [Fact]
    public async Task A_call_after_the_lease_finds_nothing_even_before_the_timer_looked()
    {
        await Open("a", leaseS: 10);
        _clock.Move(11);
        Assert.Throws<RpcException>(() => _table.Take("a"));
    }

    [Fact]
    public async Task Pings_and_calls_renew_the_lease()
    {
        await Open("a", leaseS: 10);
        _clock.Move(9);
        _table.Renew(["a", "unknown"]);
        _clock.Move(9);
        _table.Take("a").Dispose();
        _clock.Move(9);
        Assert.Equal(0, _table.Expire());
        _clock.Move(2);
        Assert.Equal(1, _table.Expire());
    }

    [Fact]
    public async Task A_session_in_use_does_not_end_and_is_disposed_after_the_call_that_outlived_its_end()
    {
        var content = await Open("a", leaseS: 1);
        var use = _table.Take("a");
        _clock.Move(100);
        Assert.Equal(0, _table.Expire());
        Assert.True(_table.Close("a"));
        Assert.True(use.Ended.IsCancellationRequested);
        Assert.False(content.IsDisposed);
        use.Dispose();
        Assert.True(content.IsDisposed);
    }

    [Fact]
    public async Task Closing_twice_is_safe()
    {
        var content = await Open("a");
        Assert.True(_table.Close("a"));
        Assert.False(_table.Close("a"));
        Assert.Equal(1, content.Disposals);
    }

    [Fact]
    public async Task What_fails_to_open_is_not_there()
    {
        await Assert.ThrowsAsync<FormatException>(() => _table.OpenAsync(Header("a"), _ => throw new FormatException(), TestContext.Current.CancellationToken));
        Assert.Equal(0, _table.Count);
        await Open("a");
    }

    [Fact]
    public async Task A_second_opening_waits_for_the_first_whose_call_was_cut_off()
    {
        using var gate = new ManualResetEventSlim();
        using var cut = new CancellationTokenSource();
        var content = new Content();
        var first = _table.OpenAsync(Header("a"), _ => Wait(gate, content), cut.Token);
        await cut.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(Messages.ErrorReason.WrongState, ReasonOf(Assert.Throws<RpcException>(() => _table.Take("a"))));
        var second = _table.OpenAsync(Header("a"), _ => throw new InvalidOperationException("made twice"), TestContext.Current.CancellationToken);
        Assert.False(second.IsCompleted);
        gate.Set();
        Assert.Same(content, await second);
    }

    [Fact]
    public async Task A_session_that_is_closed_while_it_opens_is_disposed_when_it_is_made()
    {
        using var gate = new ManualResetEventSlim();
        var content = new Content();
        var opening = _table.OpenAsync(Header("a"), _ => Wait(gate, content), TestContext.Current.CancellationToken);
        Assert.True(_table.Close("a"));
        gate.Set();
        await Assert.ThrowsAsync<RpcException>(() => opening);
        Assert.Equal(1, content.Disposals);
    }

    [Fact]
    public async Task The_end_of_the_table_ends_its_sessions()
    {
        var a = await Open("a");
        var b = await Open("b");
        _table.Dispose();
        Assert.True(a.IsDisposed && b.IsDisposed);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Open("c"));
    }

    private static Content Wait(ManualResetEventSlim gate, Content content)
    {
        gate.Wait(TestContext.Current.CancellationToken);
        return content;
    }

    private static Messages.SessionHeader Header(string id, string token = "mine", double leaseS = 0) => new() { SessionId = id, OwnerToken = token, LeaseUs = (long)(leaseS * 1e6) };

    private static Messages.ErrorReason ReasonOf(RpcException error) => Messages.ErrorDetail.Parser.ParseFrom(error.Trailers.GetValueBytes("sim-error-bin")).Reason;

    private Task<Content> Open(string id, string token = "mine", double leaseS = 0) => _table.OpenAsync(Header(id, token, leaseS), _ => new Content(), TestContext.Current.CancellationToken);

    private sealed class Content : IDisposable
    {
        public int Disposals { get; private set; }

        public bool IsDisposed => Disposals > 0;

        public void Dispose() => Disposals++;
    }
}
