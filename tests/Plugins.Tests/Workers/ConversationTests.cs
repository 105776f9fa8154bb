using Sim.Host.Workers;
using Sim.Host.Workers.Messages;
using Sim.Plugins.Sdk;

namespace Sim.Tests.Workers;

public sealed class ConversationTests
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Exceptions => ["input", "input without place", "refused", "driver", "operation", "module", "other", "own cancellation"];

    [Fact]
    public void Many_questions_are_answered_at_the_same_time_each_with_its_own_answer()
    {
        using var pair = new ConversationPair();
        using var all = new CountdownEvent(8);
        ulong number = pair.Worker.Offer(call =>
        {
            // Nobody gets an answer before everybody has asked.
            all.Signal();
            all.Wait(call.CancellationToken);
            return [call.Arguments[0].ToByteArray(), [.. call.Method.Select(c => (byte)c)]];
        });
        var answers = new byte[8];
        var threads = Enumerable.Range(0, 8).Select(i => new Thread(() => answers[i] = pair.Host.Ask(number, "m", [[(byte)i]], null, Short, Token)[0][0])).ToList();
        threads.ForEach(t => t.Start());
        threads.ForEach(t => t.Join());
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], answers);
    }

    [Fact]
    public void Both_ends_ask_within_an_answer()
    {
        using var pair = new ConversationPair();
        ulong leaf = pair.Worker.Offer(_ => [[42]]);
        ulong back = pair.Host.Offer(call => [[.. call.Conversation.Ask(leaf, "x", [], null, Short, call.CancellationToken)[0].Span, 1]]);
        ulong number = pair.Worker.Offer(call => [[.. call.Conversation.Ask(back, "y", [], null, Short, call.CancellationToken)[0].Span, 2]]);
        Assert.Equal([42, 1, 2], pair.Host.Ask(number, "z", [], null, Short, Token)[0].ToByteArray());
    }

    [Theory]
    [MemberData(nameof(Exceptions))]
    public void An_exception_comes_back_as_the_contracts_know_it(string kind)
    {
        Exception thrown = kind switch
        {
            "input" => new InputException("found 7, expected 8", "some.yaml", 3, 14),
            "input without place" => new InputException("found 7"),
            "refused" => new RefusedException("nothing moves", "log.xml"),
            "driver" => new DriverFailedException("it missed its deadline"),
            "operation" => new InvalidOperationException("called after the end"),
            "module" => new ModuleFailedException("plugin 'x' was lost"),
            "own cancellation" => new TaskCanceledException("its own"),
            _ => new ArithmeticException("no\u0000\u0085\ntwo lines"),
        };
        using var pair = new ConversationPair();
        ulong number = pair.Worker.Offer(_ => throw thrown);
        var caught = Assert.ThrowsAny<Exception>(() => pair.Host.Ask(number, "m", [], null, Short, Token));
        Assert.Equal(Sim.Host.Running.Reasons.Of(thrown), Sim.Host.Running.Reasons.Of(caught));
        if (kind is "other" or "own cancellation")
        {
            Assert.IsType<ModuleFailedException>(caught);
            return;
        }

        Assert.IsType(thrown.GetType(), caught);
        if (thrown is InputException a && caught is InputException b)
        {
            Assert.Equal((a.Detail, a.File, a.Line, a.Column, a.Message), (b.Detail, b.File, b.Line, b.Column, b.Message));
        }
    }

    [Fact]
    public void A_cancelled_question_is_cancelled_at_the_other_end()
    {
        using var pair = new ConversationPair();
        using var begun = new ManualResetEventSlim();
        ulong number = pair.Worker.Offer(call =>
        {
            begun.Set();
            call.CancellationToken.WaitHandle.WaitOne();
            call.CancellationToken.ThrowIfCancellationRequested();
            return [];
        });
        using var cancel = new CancellationTokenSource();
        var asking = Task.Run(() => pair.Host.Ask(number, "m", [], () => Assert.Fail("it did end"), TimeSpan.FromMinutes(1), cancel.Token), Token);
        begun.Wait(Token);
        cancel.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => asking.GetAwaiter().GetResult());
    }

    [Fact]
    public void Who_does_not_heed_a_cancellation_is_given_up_after_the_grace()
    {
        using var pair = new ConversationPair();
        using var release = new ManualResetEventSlim();
        ulong number = pair.Worker.Offer(_ =>
        {
            release.Wait();
            return [];
        });
        using var cancel = new CancellationTokenSource(Short);
        bool killed = false;
        Assert.ThrowsAny<OperationCanceledException>(() => pair.Host.Ask(number, "m", [], () => killed = true, Short, cancel.Token));
        Assert.True(killed);
        release.Set();
    }

    [Fact]
    public async Task The_end_of_the_other_end_fails_every_open_question()
    {
        var pair = new ConversationPair();
        using var release = new ManualResetEventSlim();
        ulong number = pair.Worker.Offer(_ =>
        {
            release.Wait();
            return [];
        });
        var asking = Task.Run(() => pair.Host.Ask(number, "m", [], null, Short, CancellationToken.None), Token);
        pair.Dispose();
        await Assert.ThrowsAsync<ConversationEndedException>(() => asking);
        Assert.Throws<ConversationEndedException>(() => pair.Host.Ask(number, "m", [], null, Short, CancellationToken.None));
        release.Set();
    }

    [Fact]
    public async Task Answers_that_nobody_asked_for_are_ignored_and_nonsense_ends_the_conversation()
    {
        using var pair = new ConversationPair();
        ulong number = pair.Worker.Offer(_ => [[1]]);
        pair.SayToHost([.. Bytes(new Envelope { Call = 99, Answer = new Answer() })]);
        pair.SayToHost([.. Bytes(new Envelope { Call = 99, Cancel = new Cancel() })]);
        Assert.Equal(1, pair.Host.Ask(number, "m", [], null, Short, Token)[0][0]);

        pair.SayToHost([.. Bytes(new Envelope { Call = 7 })]);
        await Assert.ThrowsAsync<InvalidDataException>(() => pair.HostRun);
        Assert.Throws<ConversationEndedException>(() => pair.Host.Ask(number, "m", [], null, Short, Token));
    }

    [Fact]
    public void An_object_that_was_taken_back_is_not_there()
    {
        using var pair = new ConversationPair();
        ulong number = pair.Worker.Offer(_ => []);
        pair.Worker.Withdraw(number);
        Assert.Throws<InvalidOperationException>(() => pair.Host.Ask(number, "m", [], null, Short, Token));
    }

    private static byte[] Bytes(Envelope envelope) => Google.Protobuf.MessageExtensions.ToByteArray(envelope);
}
