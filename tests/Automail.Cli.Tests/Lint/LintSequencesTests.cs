namespace Automail.Cli.Tests.Lint;

public sealed class LintSequencesTests : IDisposable
{
    private const string Good = """
        {
          "id": "welcome", "trigger": { "event": "user.registered" },
          "steps": [ { "id": "m1", "send": "hello" }, { "id": "w1", "wait": "P1D" }, { "id": "m2", "send": "welcome-2" }, { "id": "e", "enroll": "nurture" } ]
        }
        """;

    private readonly TemporaryFolder _folder = new();

    public LintSequencesTests()
    {
        _folder.Write("templates/hello.liquid", "---\nsubject: Hello there\npreheader: Nice to see you\npurpose: transactional\n---\n<p>Hello, how are you today?</p>\n");
        _folder.Write("sequences/welcome.json", Good);
        _folder.Write("sequences/nurture.json", """{ "id": "nurture", "trigger": { "manual": true }, "steps": [ { "id": "m", "send": "nurture-1" } ] }""");
    }

    public void Dispose() => _folder.Dispose();

    private Task<Run> Lint(string path, params string[] more) => Run.AutomailAsync(["lint", _folder[path], .. more]);

    [Fact]
    public async Task A_folder_with_templates_and_sequences_is_looked_at_as_a_whole()
    {
        var run = await Lint("");

        (run.ExitCode, run.Output).ShouldBe((0, ""));
        run.ErrorLines.ShouldBe(["3 files: 0 errors, 0 warnings, 0 notes."]);
    }

    [Fact]
    public async Task Places_are_those_in_the_file()
    {
        _folder.Write("sequences/welcome.json", Good
            .Replace("\"hello\"", "\"helo\"", StringComparison.Ordinal).Replace("P1D", "P1X", StringComparison.Ordinal).Replace("\"nurture\"", "\"nurtur\"", StringComparison.Ordinal));

        var run = await Lint("");

        run.ExitCode.ShouldBe(1);
        var at = _folder["sequences/welcome.json"];
        run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.TrimEnd()).ShouldBe(
        [
            $"{at}:3:28 error AM708 steps[0].send: There is no template 'helo'; did you mean 'hello'?",
            $"{at}:3:60 error AM702 steps[1].wait: 'P1X' is not an ISO 8601 duration such as PT1H or P3D.",
            $"{at}:3:127 error AM709 steps[3].enroll: There is no sequence 'nurtur'; did you mean 'nurture'?",
        ]);
    }

    [Fact]
    public async Task A_file_in_a_folder_that_cannot_be_read_is_no_clean_one()
    {
        await using var held = new FileStream(_folder["sequences/welcome.json"], FileMode.Open, FileAccess.ReadWrite, FileShare.None);

        var run = await Lint("sequences");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldContain("welcome.json");
    }

    [Fact]
    public async Task A_condition_is_read_by_liquid()
    {
        _folder.Write("a.json", """{ "id": "a", "trigger": { "event": "x", "if": "contact.orderCount >" }, "steps": [ { "id": "m", "wait": "P1D" } ] }""");

        (await Lint("a.json")).Output.ShouldContain("a.json:1:41 error AM721 trigger.if: The condition cannot be read: ");
    }

    [Fact]
    public async Task What_is_not_known_of_a_single_file_is_not_told() => (await Lint("sequences/welcome.json")).Output.ShouldBeEmpty();

    [Fact]
    public async Task Other_json_in_a_folder_is_left_alone()
    {
        _folder.Write("data.json", """{ "contact": { "name": "Ann" } }""");
        _folder.Write("some.recipe.json", """{ "name": "x", "steps": [ { "name": "feature", "enable": [] } ] }""");
        _folder.Write("broken.json", """{ "contact": """);
        _folder.Write("list.json", "[1]");

        (await Lint("")).ErrorLines.ShouldBe(["3 files: 0 errors, 0 warnings, 0 notes."]);
    }

    [Fact]
    public async Task What_is_broken_and_looks_like_a_sequence_is_told()
    {
        _folder.Write("broken.json", """{ "id": "a", "trigger": { "manual": true }, "steps": [ }""");

        var run = await Lint("");

        run.ExitCode.ShouldBe(1);
        run.Output.ShouldStartWith(_folder["broken.json"] + ":1:56 error AM701 steps[0]: This is not JSON: ");
    }

    [Fact]
    public async Task Two_files_with_one_id_are_told()
    {
        _folder.Write("sequences/again.json", Good);

        (await Lint("sequences")).Output.ShouldContain($"{_folder["sequences/welcome.json"]}:1:1 error AM702 id: 'welcome' is the id of {_folder["sequences/again.json"]} too.");
    }

    [Fact]
    public async Task The_schema_is_written()
    {
        var run = await Run.AutomailAsync("schema");

        run.ExitCode.ShouldBe(0);
        System.Text.Json.JsonDocument.Parse(run.Output).RootElement.GetProperty("title").GetString().ShouldBe("Automail sequence");
    }
}
