# A worker: takes merge and evaluation requests from a queue. docs/running-on-azure.md tells how to run it.
#   docker build -f docker/compute.Dockerfile -t fusion-compute .
#   docker build -f docker/compute.Dockerfile -t fusion-compute:cuda --build-arg TORCH_BACKEND=cuda .
# libtorch brings the CUDA libraries it needs; the host brings the driver (NVIDIA container toolkit, or a GPU workload profile).

FROM mcr.microsoft.com/dotnet/sdk:10.0-noble AS build
# cpu; anything else is a GPU, which takes cuda.
ARG TORCH_BACKEND=cpu
WORKDIR /source
COPY Directory.Build.props Directory.Packages.props global.json .editorconfig ./
COPY build/ build/
COPY src/ src/
RUN dotnet publish src/FusionFunctions.Compute -c Release -r linux-x64 --self-contained false \
    -p:TorchBackend=$([ "$TORCH_BACKEND" = cpu ] && echo cpu || echo cuda) -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble
# For copies of checkpoints; it belongs to the user of the image.
RUN mkdir -p /cache && chown app:app /cache
COPY --from=build /app /app
WORKDIR /tmp
USER app
ENV FUSION_CACHE=/cache \
    FUSION_HEALTH=0.0.0.0:8080 \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
EXPOSE 8080
VOLUME /cache
# FUSION_STORE and FUSION_QUEUE must be given.
ENTRYPOINT ["dotnet", "/app/FusionFunctions.Compute.dll"]
