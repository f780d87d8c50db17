using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Outcomes;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Outcomes;

/// <summary>The triggers in Orchard's workflow editor.</summary>
[Collection(nameof(AdminSite))]
public sealed class SequenceEventEditorTests(AdminSite site)
{
    private const string Series = "outcome-editor";

    [Theory]
    [InlineData(nameof(SequenceFinishedEvent), "Sequence finished")]
    [InlineData(nameof(SequenceExitedEvent), "Sequence exited")]
    [InlineData(nameof(SequenceGoalReachedEvent), "Sequence goal reached")]
    public async Task The_editor_offers_the_sequences_and_keeps_the_choice(string activity, string title)
    {
        var id = activity.ToLowerInvariant();
        var type = new FlowBuilder(id).Build();
        await site.SaveAsync(type);
        await site.InScopeAsync(services => services.GetRequiredService<SequenceCatalog>()
            .PublishAsync($$"""{ "id": "{{Series}}", "name": "Outcomes <b>", "trigger": { "manual": true }, "steps": [ { "id": "w", "wait": "P1D" } ] }"""));
        using var admin = await AdminBrowser.AdminAsync(site);
        var add = $"/Admin/Workflows/Types/{type.Id}/Activity/{activity}/Add";

        var empty = await admin.PageAsync(add);
        empty.ShouldContain("Any sequence");
        empty.ShouldContain("Outcomes &lt;b&gt;");
        (await admin.SubmitAsync(add, add, new Dictionary<string, string?> { [$"{activity}.Sequence"] = "outcome-nothing" })).ShouldContain("There is no sequence &#x27;outcome-nothing&#x27;.");
        var canvas = await admin.SubmitAsync(add, add, new Dictionary<string, string?> { [$"{activity}.Sequence"] = Series });

        var added = (await site.WithAsync<IWorkflowTypeStore, OrchardCore.Workflows.Models.WorkflowType>(types => types.GetAsync(id))).Activities.ShouldHaveSingleItem();
        added.Properties["Sequence"]!.GetValue<string>().ShouldBe(Series);
        canvas.ShouldContain($"<em><bdi>{Series}</bdi></em>");
        canvas.ShouldContain($"</i>{title}</h4>");
        (await admin.TextAsync($"/Admin/Workflows/Types/{type.Id}/Activity/{added.ActivityId}/Edit")).ShouldContain($"<option value=\"{Series}\" selected");
    }
}
