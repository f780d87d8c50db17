using System.Text;
using Automail.Engine.Behavior;
using CsCheck;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Behavior;

public sealed class ContactFileTests
{
    private static ContactFile Read(string text) => ContactFile.Read(Encoding.UTF8.GetBytes(text));

    [Theory]
    [InlineData("email,name\nann@x.example,Ann")]
    [InlineData("\uFEFFEmail;NAME\r\nANN@x.example;Ann\r\n")]
    [InlineData("e-mail address\tname\nann@x.example\tAnn\n\n\n")]
    [InlineData("\"email\",\"name\"\r\"ann@x.example\",\"Ann\"\r")]
    [InlineData("email , name\n \"ann@x.example\",Ann", "names a quote after a space")]
    public void Tables_of_many_programs_are_read(string text, string? refused = null)
    {
        var file = Read(text);
        if (refused is not null)
        {
            file.Problems.ShouldHaveSingleItem().Line.ShouldBe(2, refused);
            return;
        }

        var line = file.Lines.ShouldHaveSingleItem();
        (line.Line, line.Subject).ShouldBe((2, "ann@x.example"));
        line.Data.ShouldContain("\"name\":\"Ann\"");
    }

    [Fact]
    public void Utf16_is_told_by_its_mark()
    {
        var text = "email\tname\nann@x.example\tJürgen";
        foreach (var encoding in new[] { Encoding.Unicode, Encoding.BigEndianUnicode })
        {
            ContactFile.Read([.. encoding.GetPreamble(), .. encoding.GetBytes(text)]).Lines.ShouldHaveSingleItem().Subject.ShouldBe("ann@x.example");
        }
    }

    [Fact]
    public void Cells_hold_separators_quotes_and_lines_and_a_formula_is_text()
    {
        var file = Read("external id,note,sum\nc1,\"a,b \"\"c\"\"\",=1+1\nc2,\"two\nlines\",x\nc3,,@SUM(A1)\n");

        file.Lines.Select(line => line.Line).ShouldBe([2, 3, 5]);
        file.Lines[0].Data.ShouldContain("=1\\u002B1");
        System.Text.Json.JsonDocument.Parse(file.Lines[0].Data).RootElement.GetProperty("attributes").GetProperty("note").GetString().ShouldBe("a,b \"c\"");
        file.Problems.ShouldBeEmpty();
    }

    [Fact]
    public void Lines_that_cannot_be_used_are_told_with_their_number()
    {
        var file = Read("email,external id,locale,time zone,odd name!\nann@x.example,,nl,Europe/Amsterdam,x\nANN@X.example,,,,\nnot an address,,,,\n,,,,\nbob@x.example,,klingon!,,\ncas@x.example,,,Mars/Olympus,\na,b,c,d,e,f\n,c 9,,,\n");

        file.Lines.Select(line => line.Subject).ShouldBe(["ann@x.example", "c 9"]);
        file.Problems.Select(problem => problem.Line).ShouldBe([3, 4, 6, 7, 8]);
        file.Problems[0].Problem.ShouldBe("says the same contact as line 2.");
        file.Problems[3].Problem.ShouldContain("timeZone");
        file.IgnoredColumns.ShouldBe(["odd name!"]);
    }

    [Theory]
    [InlineData("", "is empty")]
    [InlineData("name\nAnn", "has no column")]
    [InlineData("email,E-Mail\na@x.example,b@x.example", "two columns")]
    [InlineData("email\n", "no line below")]
    [InlineData("email\n\"ann@x.example", "line 2: a quote is not closed")]
    public void What_is_no_table_is_refused(string text, string problem)
        => Should.Throw<FieldException>(() => Read(text)).ShouldSatisfyAllConditions(e => e.Field.ShouldBe("file"), e => e.Message.ShouldContain(problem));

    [Fact]
    public void Too_much_is_refused()
    {
        Should.Throw<FieldException>(() => Read("email\n" + string.Concat(Enumerable.Repeat("x\n", ContactFile.MaxLines + 1)))).Message.ShouldContain("more than 100,000 lines");
        Should.Throw<FieldException>(() => ContactFile.Read(new byte[ContactFile.MaxBytes + 1])).Message.ShouldContain("larger than 10 MB");
        Should.Throw<FieldException>(() => Read("email\n" + new string('x', 20_000))).Message.ShouldContain("a cell is longer");
    }

    [Fact]
    public void No_text_makes_it_fail_otherwise()
        => Gen.String.Sample(text =>
        {
            try
            {
                Read("email,name\n" + text);
            }
            catch (FieldException)
            {
                // Refused in words.
            }
        });

    [Fact]
    public void What_was_written_as_RFC_4180_has_it_is_read_again()
        => Gen.OneOf(Gen.Char[' ', '~'], Gen.OneOfConst(',', ';', '"', 'é')).Array[1, 20].Select(chars => new string(chars).Trim()).Where(cell => cell.Length > 0).Sample(cell =>
        {
            var line = Read($"email,name\r\n\"ann@x.example\",\"{cell.Replace("\"", "\"\"", StringComparison.Ordinal)}\"\r\n").Lines.ShouldHaveSingleItem();
            System.Text.Json.JsonDocument.Parse(line.Data).RootElement.GetProperty("name").GetString().ShouldBe(cell);
        });
}
