namespace Automail.OrchardModule.Behavior.UserRegistered;

/// <summary>Nothing of its own: what it needs is in the part that all triggers share.</summary>
public class UserRegisteredEventViewModel;
