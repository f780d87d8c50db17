using Automail.Web.Hosting;

return await SiteProgram.RunAsync(args);
