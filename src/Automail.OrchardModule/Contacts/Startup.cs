using Automail.Engine.Flow;
using Automail.OrchardModule.Contacts.Users;
using Microsoft.Extensions.DependencyInjection;
using OrchardCore.Data;
using OrchardCore.Data.Migration;
using OrchardCore.Modules;
using OrchardCore.Users.Events;
using OrchardCore.Users.Handlers;

namespace Automail.OrchardModule.Contacts;

/// <summary>Who mail goes to.</summary>
public sealed class Startup : StartupBase
{
    /// <inheritdoc/>
    public override void ConfigureServices(IServiceCollection services)
    {
        services.AddDataMigration<ContactMigrations>();
        services.AddIndexProvider<ContactIndexProvider>();
        services.AddScoped<RegistrationDetails>();
        services.AddScoped<IUserEventHandler, UserWatch>();
        services.AddScoped<ILoginFormEvent, LoginWatch>();
        services.AddSingleton<IDueHandler, UserContacts>();
    }
}
