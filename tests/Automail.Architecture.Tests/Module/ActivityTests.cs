using System.Text.RegularExpressions;
using Automail.Architecture.Tests.Sources;
using Shouldly;
using Xunit;

namespace Automail.Architecture.Tests.Module;

/// <summary>Rule 6: every activity has one driver typed on it, and its three views.</summary>
public sealed partial class ActivityTests
{
    private static IReadOnlyList<SourceType> Activities { get; } =
        [.. ModuleSources.Types.Where(type => !type.IsAbstract && ModuleSources.Derives(type, "TaskActivity", "EventActivity", "Activity"))];

    private static IReadOnlyList<SourceType> Drivers { get; } =
        [.. ModuleSources.Types.Where(type => !type.IsAbstract && ModuleSources.Derives(type, "ActivityDisplayDriver"))];

    private static (string Activity, string Driver)[] Registrations
        => [.. ModuleSources.Files.SelectMany(file => Registration().Matches(file.Code)).Select(match => (match.Groups[1].Value, match.Groups[2].Value))];

    [Fact]
    public void There_are_activities()
        => ((string[])["DelayEvent", "SendTemplatedEmailTask", "CartAbandonedEvent"]).ShouldBeSubsetOf(Activities.Select(type => type.Name));

    [Fact]
    public void Every_activity_has_one_driver_typed_on_it()
    {
        foreach (var activity in Activities)
        {
            var driver = Drivers.Where(type => type.Bases.Count > 0 && SourceType.ArgumentsOf(type.Bases[0]).Contains(activity.Name)).ShouldHaveSingleItem(activity.Name);

            Registrations.Where(registration => registration.Activity == activity.Name).ShouldBe([(activity.Name, driver.Name)], activity.Name);
        }

        Drivers.Count.ShouldBe(Activities.Count);
    }

    [Fact]
    public void Every_activity_has_its_three_views()
    {
        var wanted = Activities.SelectMany(activity => new[] { "Thumbnail", "Design", "Edit" }.Select(view => $"{ModuleSources.Folder}/Views/Items/{activity.Name}.Fields.{view}.cshtml"));
        var there = Repository.Files(ModuleSources.Folder + "/Views/Items", "*Event.Fields.*.cshtml").Concat(Repository.Files(ModuleSources.Folder + "/Views/Items", "*Task.Fields.*.cshtml"));

        there.ShouldBe(wanted, ignoreOrder: true);
    }

    [GeneratedRegex(@"\bAddActivity<\s*(\w+)\s*,\s*(\w+)\s*>")]
    private static partial Regex Registration();
}
