using OrchardCore.Modules;

namespace Automail.OrchardModule;

/// <summary>What all slices share.</summary>
public sealed class Startup : StartupBase;
