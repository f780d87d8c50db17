namespace Automail.OrchardModule.Sequences.Journeys;

/// <summary>A workflow failed outside its activities, where Orchard does not catch it.</summary>
/// <param name="workflow">The type for a start, the instance else.</param>
/// <param name="cause">The error.</param>
internal sealed class JourneyFailedException(string workflow, Exception cause) : Exception(cause.Message, cause)
{
    public string Workflow { get; } = workflow;
}
