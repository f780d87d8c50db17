namespace Automail.OrchardModule.Sequences.Simulating;

/// <summary>On whom a sequence is tried.</summary>
public enum SimulatedPeople
{
    /// <summary>People who never were.</summary>
    Sample,

    /// <summary>What really happened in the past.</summary>
    Past,
}

/// <summary>What is asked of a simulation.</summary>
public sealed class SimulationForm
{
    /// <summary>So many sample people at most: a run takes seconds.</summary>
    public const int MostPeople = 5_000;

    /// <summary>So many days at most.</summary>
    public const int MostDays = 400;

    /// <summary>So many real events at most, the newest.</summary>
    public const int MostEvents = 20_000;

    /// <summary>On whom.</summary>
    public SimulatedPeople On { get; set; }

    /// <summary>How many sample people.</summary>
    public int People { get; set; } = 500;

    /// <summary>Over how many days; of the past, how many days back.</summary>
    public int Days { get; set; } = 30;

    /// <summary>Where chance starts from.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Whether the other published sequences run beside it, so that limits that count all mail show.</summary>
    public bool Others { get; set; }

    /// <summary>“csv” for the list as a file; else the page.</summary>
    public string? Format { get; set; }
}
