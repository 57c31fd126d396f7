#!/usr/bin/env sh
# Tells the function app of blobs that are put into experiments/: creates the Event Grid subscription, or leaves the one that is there.
set -eu
: "${AZURE_RESOURCE_GROUP:?}" "${SERVICE_API_NAME:?}" "${FUSION_STORAGE_ACCOUNT:?}"
key=$(az functionapp keys list --resource-group "$AZURE_RESOURCE_GROUP" --name "$SERVICE_API_NAME" --query systemKeys.blobs_extension --output tsv)
if [ -z "$key" ]; then
  echo "$SERVICE_API_NAME has no key 'blobs_extension' yet: it appears when the app has started. Run 'azd hooks run postdeploy' in a minute." >&2
  exit 1
fi
host=$(az functionapp show --resource-group "$AZURE_RESOURCE_GROUP" --name "$SERVICE_API_NAME" --query defaultHostName --output tsv)
account=$(az storage account show --resource-group "$AZURE_RESOURCE_GROUP" --name "$FUSION_STORAGE_ACCOUNT" --query id --output tsv)
# The address holds the key: az reads it from its input, because every user of the machine sees a command line.
printf '%s' "https://$host/runtime/webhooks/blobs?functionName=Host.Functions.ExperimentUploaded&code=$key" |
  az eventgrid event-subscription create --name fusion-uploads --source-resource-id "$account" --output none \
    --endpoint @- \
    --included-event-types Microsoft.Storage.BlobCreated \
    --subject-begins-with /blobServices/default/containers/fusion/blobs/experiments/
