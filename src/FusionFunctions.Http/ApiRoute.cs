namespace FusionFunctions.Http;

/// <param name="Name">Of the operation, and of the function in Azure.</param>
/// <param name="Method">Of HTTP.</param>
/// <param name="Template">As ASP.NET Core and Azure Functions write routes, with the leading <c>api/</c>.</param>
/// <param name="Summary">For the OpenAPI document.</param>
/// <param name="IsOpen">Whether it needs no key.</param>
public sealed record ApiRoute(string Name, string Method, string Template, string Summary, bool IsOpen = false);
