using System.Text.Json;
using Automail.Engine;
using Automail.OrchardModule.Sequences.Editing;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewEngines;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using OrchardCore.Admin;
using OrchardCore.ContentManagement;
using OrchardCore.Contents;

namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>Tries a sequence, as its latest draft has it, on people in virtual time. It changes nothing.</summary>
public sealed class SequenceSimulationController(IContentManager contents, IAuthorizationService authorization, IStringLocalizer<SequenceSimulationController> localizer) : Controller
{
    private const string Lines = "application/x-ndjson";

    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(200);

    private readonly IStringLocalizer S = localizer;

    private IServiceProvider Services => HttpContext.RequestServices;

    /// <summary>The form.</summary>
    [HttpGet]
    [Admin("Automail/SequenceItems/{id}/Simulation", "AutomailSimulation")]
    public async Task<IActionResult> Index(string id)
    {
        var (item, refusal) = await FindAsync(id);
        return item is null ? refusal! : View(await PageAsync(item, new SimulationForm()));
    }

    /// <summary>Runs. A script that asks for lines is told the progress; the last line holds the result.</summary>
    [HttpPost]
    [ActionName(nameof(Index))]
    [Admin("Automail/SequenceItems/{id}/Simulation", "AutomailSimulationRun")]
    public async Task<IActionResult> Run(string id, SimulationForm form)
    {
        var (item, refusal) = await FindAsync(id);
        if (item is null)
        {
            return refusal!;
        }

        Check(form);
        if (form.On == SimulatedPeople.Past && !await MaySeePastAsync())
        {
            return Forbid();
        }

        var definition = await DefinitionAsync(item);
        if (!ModelState.IsValid || Problems(definition).Count > 0)
        {
            return await ShowAsync(await PageAsync(item, form));
        }

        var turns = Services.GetRequiredService<SimulationTurn>();
        using var turn = turns.TryTake();
        if (turn is null)
        {
            ModelState.AddModelError("", S["Another simulation is running. Try again when it is done."]);
            return await ShowAsync(await PageAsync(item, form));
        }

        var simulator = Services.GetRequiredService<SequenceSimulator>();
        using var patience = new CancellationTokenSource(turns.Patience);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(HttpContext.RequestAborted, patience.Token);
        var cancellationToken = limit.Token;
        try
        {
            if (WantsLines)
            {
                await StreamAsync(item, form, report => simulator.RunAsync(definition, form, report, cancellationToken), cancellationToken);
                return new EmptyResult();
            }

            var result = await simulator.RunAsync(definition, form, _ => { }, cancellationToken);
            return form.Format == "csv" ? SimulationFile.Of(result) : View(await PageAsync(item, form, result));
        }
        catch (OperationCanceledException) when (HttpContext.RequestAborted.IsCancellationRequested)
        {
            return new EmptyResult();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            ModelState.AddModelError("", S["It was stopped, since it took longer than {0} minutes. Try fewer people or days.", turns.Patience.TotalMinutes]);
            return await ShowAsync(await PageAsync(item, form));
        }
    }

    private bool WantsLines => Request.Headers.Accept.ToString().Contains(Lines, StringComparison.OrdinalIgnoreCase);

    private void Check(SimulationForm form)
    {
        if (!Enum.IsDefined(form.On))
        {
            ModelState.AddModelError(nameof(form.On), S["Choose on whom it is tried."]);
        }

        if (form.On == SimulatedPeople.Sample && form.People is < 1 or > SimulationForm.MostPeople)
        {
            ModelState.AddModelError(nameof(form.People), S["From 1 to {0} people can be made.", SimulationForm.MostPeople]);
        }

        if (form.Days is < 1 or > SimulationForm.MostDays)
        {
            ModelState.AddModelError(nameof(form.Days), S["It runs over 1 to {0} days.", SimulationForm.MostDays]);
        }
    }

    private async Task StreamAsync(ContentItem item, SimulationForm form, Func<Action<double>, Task<SimulationResult>> run, CancellationToken cancellationToken)
    {
        Response.ContentType = Lines;
        var done = 0.0;
        var running = Task.Run(() => run(part => Volatile.Write(ref done, part)), cancellationToken);
        try
        {
            while (await Task.WhenAny(running, Task.Delay(Between, TimeProvider.System, CancellationToken.None)) != running)
            {
                await WriteAsync(new { progress = Math.Round(Volatile.Read(ref done), 3) }, HttpContext.RequestAborted);
            }
        }
        finally
        {
            // The turn is somebody else's only when nothing runs any more.
            await ((Task)running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        }

        await WriteAsync(new { progress = 1.0, html = await RenderAsync("_SimulationResult", await PageAsync(item, form, await running)) }, HttpContext.RequestAborted);
    }

    /// <summary>The page again, or for a script that part of it which says what is wrong.</summary>
    private async Task<IActionResult> ShowAsync(SimulationViewModel model)
    {
        if (!WantsLines)
        {
            return View(model);
        }

        if (!Response.HasStarted)
        {
            Response.ContentType = Lines;
        }

        await WriteAsync(new { progress = 1.0, html = await RenderAsync("_SimulationResult", model) }, HttpContext.RequestAborted);
        return new EmptyResult();
    }

    private async Task WriteAsync(object line, CancellationToken cancellationToken)
    {
        await Response.Body.WriteAsync((byte[])[.. JsonSerializer.SerializeToUtf8Bytes(line), (byte)'\n'], cancellationToken);
        await Response.Body.FlushAsync(cancellationToken);
    }

    private async Task<string> RenderAsync(string name, SimulationViewModel model)
    {
        var view = Services.GetRequiredService<ICompositeViewEngine>().FindView(ControllerContext, name, isMainPage: false).EnsureSuccessful([]).View!;
        await using var text = new StringWriter();
        ViewData.Model = model;
        await view.RenderAsync(new ViewContext(ControllerContext, view, ViewData, TempData, text, new HtmlHelperOptions()));
        return text.ToString();
    }

    private async Task<SimulationViewModel> PageAsync(ContentItem item, SimulationForm form, SimulationResult? result = null) => new()
    {
        ContentItemId = item.ContentItemId,
        Name = string.IsNullOrWhiteSpace(item.DisplayText) ? item.ContentItemId : item.DisplayText,
        Form = form,
        MaySeePast = await MaySeePastAsync(),
        Problems = Problems(await DefinitionAsync(item)),
        Result = result,
    };

    private Task<bool> MaySeePastAsync() => authorization.AuthorizeAsync(User, AutomailPermissions.ViewContacts);

    /// <summary>What the linter forbids; templates and other sequences may be missing, nothing is sent.</summary>
    private List<string> Problems(string definition)
        => [.. Services.GetRequiredService<SequenceReview>().Check(definition).Where(problem => problem.IsError).Select(problem => problem.ToString())];

    private async Task<string> DefinitionAsync(ContentItem item)
    {
        var json = item.TryGet<EmailSequencePart>(out var part) ? part.Definition ?? "" : "";
        json = DefinitionText.HasNo(json, "id") ? DefinitionText.With(json, "id", await Services.GetRequiredService<SequenceItemStore>().IdForAsync(item.ContentItemId, item.DisplayText)) : json;
        return !string.IsNullOrWhiteSpace(item.DisplayText) && DefinitionText.HasNo(json, "name") ? DefinitionText.With(json, "name", item.DisplayText) : json;
    }

    private async Task<(ContentItem? Item, IActionResult? Refusal)> FindAsync(string id)
        => await contents.GetAsync(id, VersionOptions.Latest) is not { ContentType: SequenceTypes.Sequence } item ? (null, NotFound())
            : await authorization.AuthorizeAsync(User, CommonPermissions.EditContent, item) ? (item, null)
            : (null, Forbid());
}
