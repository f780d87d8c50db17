using Automail.Engine.Sequences;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Sequences;

public sealed class TraceLogTests
{
    private static readonly DateTimeOffset Now = new(2026, 6, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void What_is_written_is_read_in_order()
    {
        TraceEntry[] entries =
        [
            new(Now, TraceKind.Entered, Text: "user.registered"),
            new(Now, TraceKind.Condition, "b1", "contact.name == \"Ann <b>\n\u2028😀\"", "exit.if", false, Values: new Dictionary<string, string?> { ["contact.name"] = "Änn \"x\" \\", ["event.x"] = null }),
            new(Now.AddMinutes(1), TraceKind.Wait, "w1", Until: Now.AddDays(1)),
            new(Now.AddDays(2), TraceKind.Ended, "w1", "Removed", "operator anna: on request"),
        ];

        var log = TraceLog.Append(TraceLog.Append(null, entries[..1]), entries[1..]);

        var read = TraceLog.Read(log);
        read.Select(entry => entry with { Values = null }).ShouldBe(entries.Select(entry => entry with { Values = null }));
        read[1].Values.ShouldBe(entries[1].Values);
        TraceLog.Append(log, []).ShouldBe(log);
        TraceLog.Read(null).ShouldBeEmpty();
    }

    [Fact]
    public void A_line_that_cannot_be_read_is_left_out()
        => TraceLog.Read(TraceLog.Append("""{"time":"2026-06-01T08:00:00Z","kind":"danced"}""" + "\nnonsense\n", [new TraceEntry(Now, TraceKind.Resumed)])).Single().Kind.ShouldBe(TraceKind.Resumed);

    [Fact]
    public void It_stays_bounded_and_keeps_its_first_and_its_last_entries()
        => Gen.Select(Gen.Int[0, 2_000], Gen.OneOfConst('x', '"', '\u0001', 'é')).List[1, 120].Sample(texts =>
        {
            string? log = null;
            var all = new List<TraceEntry>();
            foreach (var (length, letter) in texts)
            {
                var text = new string(letter, length);
                var entry = new TraceEntry(Now.AddSeconds(all.Count), TraceKind.Condition, "b", text, Values: new Dictionary<string, string?> { [text] = text });
                all.Add(entry);
                log = TraceLog.Append(log, [entry]);
                log!.Length.ShouldBeLessThanOrEqualTo(TraceLog.MaxLength);
            }

            var read = TraceLog.Read(log);
            read[0].Time.ShouldBe(all[0].Time);
            read[^1].Time.ShouldBe(all[^1].Time);
            read.Skip(1).Select(entry => entry.Time).ShouldBe(all.TakeLast(read.Count - 1).Select(entry => entry.Time));
            read.ShouldAllBe(entry => entry.Text == null || entry.Text.Length <= 300);
        });
}
