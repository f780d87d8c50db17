using Automail.Engine.Flow;
using Automail.OrchardModule.Sequences.Starting;
using Automail.OrchardModule.Tests.Admin;
using Automail.OrchardModule.Tests.Workflows;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Workflows.Models;
using OrchardCore.Workflows.Services;
using Shouldly;
using Xunit;

namespace Automail.OrchardModule.Tests.Sequences.Starting;

/// <summary>The trigger in Orchard's workflow editor.</summary>
[Collection(nameof(AdminSite))]
public sealed class StartedBySequenceEditorTests(AdminSite site)
{
    [Fact]
    public async Task The_editor_offers_the_names_that_steps_say_and_keeps_one()
    {
        var type = new FlowBuilder("starting-editor").Build();
        await site.SaveAsync(type);
        await site.InScopeAsync(services => services.GetRequiredService<SequenceCatalog>()
            .PublishAsync("""{ "id": "starting-editor", "trigger": { "manual": true }, "steps": [ { "id": "x", "startWorkflow": "Pack <it>" } ] }"""));
        using var admin = await AdminBrowser.AdminAsync(site);
        var add = $"/Admin/Workflows/Types/{type.Id}/Activity/{nameof(StartedBySequenceEvent)}/Add";
        const string Field = nameof(StartedBySequenceEvent) + ".WorkflowName";

        (await admin.PageAsync(add)).ShouldContain("<option value=\"Pack &lt;it&gt;\">");
        (await admin.SubmitAsync(add, add, new Dictionary<string, string?> { [Field] = "  " })).ShouldContain("The name has to have 1 to 100 characters.");
        var canvas = await admin.SubmitAsync(add, add, new Dictionary<string, string?> { [Field] = " Pack <it> " });

        var added = (await site.WithAsync<IWorkflowTypeStore, WorkflowType>(types => types.GetAsync(type.WorkflowTypeId))).Activities.ShouldHaveSingleItem();
        added.Properties["WorkflowName"]!.GetValue<string>().ShouldBe("Pack <it>");
        canvas.ShouldContain("<em><bdi>Pack &lt;it&gt;</bdi></em>");
    }
}
