param location string
param token string
param tags object
param networkName string
param subnetId string
param storageAccountName string
param vaultName string

resource network 'Microsoft.Network/virtualNetworks@2024-05-01' existing = { name: networkName }
resource account 'Microsoft.Storage/storageAccounts@2024-01-01' existing = { name: storageAccountName }
resource vault 'Microsoft.KeyVault/vaults@2024-11-01' existing = { name: vaultName }

var targets = [
  { kind: 'blob', id: account.id, zone: 'privatelink.blob.${environment().suffixes.storage}' }
  { kind: 'queue', id: account.id, zone: 'privatelink.queue.${environment().suffixes.storage}' }
  { kind: 'table', id: account.id, zone: 'privatelink.table.${environment().suffixes.storage}' }
  { kind: 'vault', id: vault.id, zone: 'privatelink.vaultcore.azure.net' }
]

resource zones 'Microsoft.Network/privateDnsZones@2024-06-01' = [
  for target in targets: {
    name: target.zone
    location: 'global'
    tags: tags
  }
]

resource links 'Microsoft.Network/privateDnsZones/virtualNetworkLinks@2024-06-01' = [
  for (target, i) in targets: {
    parent: zones[i]
    name: 'to-${networkName}'
    location: 'global'
    properties: { registrationEnabled: false, virtualNetwork: { id: network.id } }
  }
]

resource endpoints 'Microsoft.Network/privateEndpoints@2024-05-01' = [
  for target in targets: {
    name: 'pe-${target.kind}-${token}'
    location: location
    tags: tags
    properties: {
      subnet: { id: subnetId }
      privateLinkServiceConnections: [{ name: target.kind, properties: { privateLinkServiceId: target.id, groupIds: [target.kind] } }]
    }
  }
]

resource names 'Microsoft.Network/privateEndpoints/privateDnsZoneGroups@2024-05-01' = [
  for (target, i) in targets: {
    parent: endpoints[i]
    name: 'default'
    properties: { privateDnsZoneConfigs: [{ name: target.kind, properties: { privateDnsZoneId: zones[i].id } }] }
  }
]
