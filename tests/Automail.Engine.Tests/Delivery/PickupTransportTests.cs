using Automail.Engine.Delivery;
using MimeKit;
using Shouldly;
using Xunit;

namespace Automail.Engine.Tests.Delivery;

public sealed class PickupTransportTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("automail-pickup-").FullName;

    private string Folder => Path.Combine(_root, "deep", "pickup");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [Fact]
    public async Task Leaves_a_whole_file_whose_name_sorts_by_time()
    {
        (await new PickupTransport(Folder).SendAsync(Mails.Plain, Cancellation)).ShouldBe(DeliveryResult.Accepted);

        var file = Directory.GetFiles(Folder).ShouldHaveSingleItem();
        Path.GetFileName(file).ShouldBe("20260304T040607089Z-00112233445566778899aabbccddeeff.eml");
        (await MimeMessage.LoadAsync(file, Cancellation)).Subject.ShouldBe("Your cart");
        (await File.ReadAllTextAsync(file, Cancellation)).Replace("\r\n", "", StringComparison.Ordinal).ShouldNotContain("\n");
    }

    [Fact]
    public async Task The_same_mail_again_replaces_its_file()
    {
        var transport = new PickupTransport(Folder);
        await transport.SendAsync(Mails.Plain, Cancellation);
        await transport.SendAsync(Mails.Plain with { Subject = "Again" }, Cancellation);

        (await MimeMessage.LoadAsync(Directory.GetFiles(Folder).Single(), Cancellation)).Subject.ShouldBe("Again");
    }

    [Fact]
    public async Task A_folder_that_cannot_be_made_is_for_later()
    {
        await File.WriteAllTextAsync(Path.Combine(_root, "deep"), "in the way", Cancellation);

        var result = await new PickupTransport(Folder).SendAsync(Mails.Plain, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        result.Detail!.ShouldStartWith($"The pickup folder {Folder} cannot be written: ");
    }

    [Fact]
    public async Task A_name_that_a_folder_has_taken_is_for_later_and_leaves_nothing_behind()
    {
        Directory.CreateDirectory(Path.Combine(Folder, PickupTransport.FileName(Mails.Plain)));

        var result = await new PickupTransport(Folder).SendAsync(Mails.Plain, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        Directory.GetFiles(Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_full_disk_is_for_later()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "There is no /dev/full here.");
        Directory.CreateDirectory(Folder);
        File.CreateSymbolicLink(Path.Combine(Folder, PickupTransport.FileName(Mails.Plain) + ".tmp"), "/dev/full");

        var result = await new PickupTransport(Folder).SendAsync(Mails.Plain, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        result.Detail!.ShouldContain("No space left");
        Directory.GetFiles(Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_stop_leaves_nothing_behind()
    {
        var result = await new PickupTransport(Folder).SendAsync(Mails.Plain, new CancellationToken(canceled: true));

        result.Outcome.ShouldBe(DeliveryOutcome.Transient);
        Directory.GetFiles(Folder).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mail_that_cannot_be_built_is_refused_for_good()
    {
        var result = await new PickupTransport(Folder).SendAsync(Mails.Plain with { Subject = "a\r\nb" }, Cancellation);

        result.Outcome.ShouldBe(DeliveryOutcome.Permanent);
        result.Detail!.ShouldStartWith("subject: ");
        Directory.Exists(Folder).ShouldBeFalse();
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("a\0b")]
    public void A_path_that_is_none_is_refused(string path)
        => Should.Throw<FieldException>(() => new PickupTransport(path)).Field.ShouldBe("pickupFolder");
}
