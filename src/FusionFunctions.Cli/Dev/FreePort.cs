using System.Net;
using System.Net.Sockets;
using FusionFunctions.Pipeline;

namespace FusionFunctions.Cli.Dev;

/// <summary>Looks before anything is started whether a port is free, for a clearer message than the programs themselves give.</summary>
internal static class FreePort
{
    /// <param name="port">On loopback.</param>
    /// <param name="what">What will listen there.</param>
    /// <param name="option">The option that chooses another.</param>
    /// <exception cref="PipelineException">Something listens there.</exception>
    public static void Require(int port, string what, string option)
    {
        try
        {
            using var listener = new TcpListener(IPAddress.Loopback, port);
            listener.Start();
        }
        catch (SocketException e)
        {
            throw new PipelineException(
                $"{what} cannot listen at 127.0.0.1:{port}: {e.Message}. Stop what uses the port, perhaps another 'fusion dev', or choose one with {option}.", e);
        }
    }
}
