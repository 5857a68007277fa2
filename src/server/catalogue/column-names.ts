/**
 * What columns of a shop's file are called, in English and Chinese. A name is compared without case, spaces and
 * punctuation; when nothing fits, without what stands in brackets: "售价(元)", "Price (CNY)".
 *
 * Not here: what is in the columns (cell-values.ts). Purchase prices and member prices are left alone on purpose: taken
 * for the price they would sell at a loss.
 */
import type { ImportField } from '../../wire/catalogue-file.ts';

const NAMES: Readonly<Record<ImportField, string>> = {
  barcode: `barcode barcodes barcodeno barcodenumber ean ean13 ean8 eancode upc upca upccode gtin gtin8 gtin12
    gtin13 gtin14     条码 条形码 商品条码 商品条形码 货品条码 产品条码 国际条码 国标码 69码 主条码 附加条码 辅助条码 副条码 条码号`,
  code: `sku skucode skuno skuid code itemcode itemno itemnumber itemid productcode productno productid stockcode
    article     articleno articlenumber artno plu partno partnumber ref reference
    货号 编码 编号 代码 商品编码 商品编号 商品代码 商品货号 货品编码 货品编号 产品编码 产品编号 物料编码 自编码 自编号 店内码
    内部编码 内部编号 款号`,
  name: `name productname itemname product item description productdescription itemdescription title
    品名 名称 商品名称 商品名 商品 货品名称 货品名 产品名称 产品名 商品全名 物品名称`,
  name_zh:
    'namezh zhname namecn chinesename namechinese productnamezh 中文名 中文名称 中文品名 名称中文 品名中文 商品名称中文',
  name_en:
    'nameen enname englishname nameenglish productnameen 英文名 英文名称 英文品名 名称英文 品名英文 商品名称英文 外文名称',
  price: `price retailprice unitprice sellingprice salesprice saleprice sellprice rrp listprice retail priceinctax
    售价 零售价 单价 价格 销售价 销售价格 销售单价 零售单价 标价 标签价 卖价 现价 门店售价 零售价格`,
  tax: `tax taxrate vat vatrate gst gstrate taxpercent taxpct taxclass
    税率 增值税率 增值税税率 销项税率 销项税 税率百分比`,
  unit: 'unit uom unitofmeasure sellunit salesunit measure 单位 计量单位 销售单位 基本单位 库存单位',
  category: `category categories department dept group productgroup productcategory categoryname family class
    分类 类别 品类 商品分类 商品类别 类目 商品类目 大类 部门 一级分类 分类名称 类别名称 所属分类`,
  brand: 'brand brandname manufacturer maker 品牌 品牌名称 商标 牌子',
  spec: `spec specs specification specifications size packsize netcontent variant
    规格 规格型号 包装规格 商品规格 净含量 规格描述`,
  stock: `stock stockqty stockquantity qty quantity onhand qtyonhand quantityonhand inventory inventoryqty instock
    openingstock     库存 库存数 库存数量 数量 现存 现存量 现有库存 期初库存 当前库存 实际库存 库存量 可用库存`,
  options: 'options modifiers choices addons extras 选项 规格选项 加料 口味 做法 附加项',
  parts: 'parts components contents madeof bundle bundleof kit 组成 套装 组合 套餐内容 包含商品',
  asks: 'asks tracking tracked trackby traceability 追溯 追溯方式 批次管理 批号管理 序列号管理',
  open_price: 'openprice pricedattill askprice variableprice 时价 手工定价 现场定价 开放价格',
  min_age: 'minage minimumage agelimit agerestriction agecheck 最低年龄 年龄限制 限售年龄 购买年龄',
};

const FIELD_OF_NAME = new Map<string, ImportField>();
for (const [field, words] of Object.entries(NAMES) as [ImportField, string][]) {
  for (const word of words.split(/\s+/)) FIELD_OF_NAME.set(word, field);
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');

/** The field a header names, or null. "条码2" and "Barcode 2" are more barcodes. */
function fieldOfHeader(header: string): ImportField | null {
  const whole = bare(header);
  const outside = bare(header.normalize('NFKC').replace(/\([^)]*\)|\[[^\]]*\]|【[^】]*】/g, ''));
  for (const name of [whole, outside]) {
    const field = FIELD_OF_NAME.get(name) ?? (/\d$/.test(name) ? barcodeOnly(name.replace(/\d+$/, '')) : undefined);
    if (field !== undefined) return field;
  }
  return null;
}

function barcodeOnly(name: string): ImportField | undefined {
  const field = FIELD_OF_NAME.get(name);
  return field === 'barcode' ? field : undefined;
}

/** How many of these cells are names of columns we know. */
export const countKnownHeaders = (cells: readonly string[]): number =>
  cells.filter((cell) => cell.length <= 60 && fieldOfHeader(cell) !== null).length;

/**
 * One field per header, each field over one column at most (a barcode may have several): the first that fits keeps it.
 */
export function proposeFields(headers: readonly string[]): (ImportField | null)[] {
  const taken = new Set<ImportField>();
  return headers.map((header) => {
    const field = fieldOfHeader(header);
    if (field === null || taken.has(field)) return null;
    if (field !== 'barcode') taken.add(field);
    return field;
  });
}
