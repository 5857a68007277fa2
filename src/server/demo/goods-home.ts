/** Goods of the demo shop: for the home, the desk and oneself, and services. How a line reads: goods-group.ts. */
import type { GoodsGroup } from './goods-group.ts';

export const HOME: readonly GoodsGroup[] = [
  {
    category: 'household',
    brand: ['白杨', 'Poplar'],
    taxBp: 1300,
    kind: 'tissue',
    goods: `
      手帕纸 | pocket tissues | ×10 | 9.90
      抽纸 三层 | facial tissues 3-ply | 130×3 | 12.90 | hot
      抽纸 三层 整提 | facial tissues 3-ply bundle | 100×10 | 29.90
      卷纸 四层 | toilet rolls 4-ply | 140g×10 | 28.90 | kind=paperroll
      厨房纸 | kitchen paper | 75×2 | 13.90 | kind=paperroll
      湿厕纸 | moist toilet tissue | ×40 | 8.90
      婴儿湿巾 | baby wipes | ×80 | 12.90
      酒精湿巾 | alcohol wipes | ×10 | 4.90
      棉柔巾 | cotton towels | ×80 | 15.90
      日用卫生巾 | sanitary pads day | ×10 | 11.90 | kind=pack
      夜用卫生巾 | sanitary pads night | ×8 | 13.90 | kind=pack`,
  },
  {
    category: 'household',
    brand: ['亮洁', 'Brightly'],
    taxBp: 1300,
    kind: 'spray',
    goods: `
      洗洁精 柠檬 | dish soap lemon | 500g | 8.90 | kind=pump
      洗衣液 | laundry liquid | 1kg | 19.90 | kind=jug
      洗衣凝珠 | laundry pods | ×20 | 26.90 | kind=pouch
      洁厕液 | toilet cleaner | 600g | 9.90
      油污净 | kitchen degreaser | 500g | 14.90
      玻璃水 | glass cleaner | 500ml | 9.90
      消毒液 | disinfectant | 1L | 15.90 | kind=jug
      垃圾袋 | bin bags | ×100 | 9.90 | kind=paperroll | hot
      保鲜袋 | freezer bags | ×150 | 11.90 | kind=box
      保鲜膜 | cling film | 30cm×20m | 9.90 | kind=box
      百洁布 | scouring pads | ×5 | 5.90 | kind=sponge
      一次性手套 | disposable gloves | ×100 | 7.90 | kind=box
      一次性纸杯 | paper cups | ×50 | 8.90 | kind=cup
      一次性筷子 | disposable chopsticks | ×20 | 5.90 | kind=pack
      蚊香液 | mosquito repellent | 40ml | 15.90 | kind=pump
      粘毛器 | lint roller | ×60 | 9.90 | kind=paperroll`,
  },
  {
    category: 'care',
    brand: ['皂角', 'Soapberry'],
    taxBp: 1300,
    kind: 'pump',
    goods: `
      洗发水 控油 | shampoo oil control | 200ml | 25.90
      洗发水 旅行装 | shampoo travel size | 50ml | 8.90 | kind=tubecream
      护发素 | conditioner | 200ml | 25.90
      沐浴露 茉莉 | body wash jasmine | 250ml | 19.90
      洗手液 | hand wash | 300ml | 12.90
      免洗手消毒液 | hand sanitiser | 50ml | 9.90
      香皂 | soap bar | 100g | 4.90 | kind=soap
      洁面乳 | face wash | 100g | 28.90 | kind=tubecream
      护手霜 | hand cream | 50g | 15.90 | kind=tubecream
      润唇膏 | lip balm | 4g | 19.90 | kind=stick
      防晒霜 | sunscreen SPF50 | 40g | 49.90 | kind=tubecream
      剃须刀 | razor | ×2 | 15.90 | kind=razor
      剃须泡沫 | shaving foam | 50ml | 18.90 | kind=spraycan`,
  },
  {
    category: 'care',
    brand: ['白贝', 'White Shell'],
    taxBp: 1300,
    kind: 'tubecream',
    goods: `
      牙膏 薄荷 | toothpaste mint | 120g | 12.90 | hot
      牙膏 草本 | toothpaste herbal | 120g | 15.90
      软毛牙刷 | soft toothbrush | - | 7.90 | kind=brush
      软毛牙刷 两支 | soft toothbrush, two | ×2 | 13.90 | kind=brush
      牙线棒 | floss picks | ×50 | 9.90 | kind=box
      漱口水 | mouthwash | 250ml | 18.90 | kind=pump
      创可贴 | plasters | ×20 | 6.90 | kind=box
      医用口罩 | face masks | ×10 | 9.90 | kind=pack | hot
      棉签 | cotton buds | ×200 | 5.90 | kind=box
      暖宝宝 | heat pads | ×10 | 12.90 | kind=pack`,
  },
  {
    category: 'desk',
    brand: ['一格', 'One Grid'],
    taxBp: 1300,
    kind: 'pen',
    goods: `
      中性笔 黑 | gel pen black | 0.5mm | 2.50 | hot
      中性笔 蓝 | gel pen blue | 0.5mm | 2.50
      中性笔 红 | gel pen red | 0.5mm | 2.50
      2B 铅笔 | 2B pencils | ×10 | 8.90
      记号笔 | marker pen | - | 4.50
      荧光笔 | highlighters | ×4 | 9.90
      软抄本 | notebook | A5 | 6.90 | kind=notebook
      便利贴 | sticky notes | 76×76mm | 5.90 | kind=sticky
      胶水 | glue | 50ml | 3.50 | kind=sauce
      透明胶带 | clear tape | 18mm×20m | 3.90 | kind=tape
      剪刀 | scissors | 170mm | 9.90 | kind=scissors
      信封 | envelopes | ×10 | 4.90 | kind=envelope
      生日蜡烛 | birthday candles | ×10 | 5.90 | kind=candle
      扑克牌 | playing cards | - | 3.50 | kind=cards`,
  },
  {
    category: 'desk',
    brand: ['电小二', 'Volty'],
    taxBp: 1300,
    kind: 'battery',
    goods: `
      5号电池 | AA batteries | ×4 | 12.90 | hot
      7号电池 | AAA batteries | ×4 | 12.90
      纽扣电池 CR2032 | coin cell CR2032 | ×2 | 9.90 | kind=coin
      快充数据线 Type-C | fast cable Type-C | 1m | 19.90 | kind=cable | hot
      快充充电头 20W | fast charger 20W | - | 49.00 | kind=plug
      有线耳机 | wired earphones | 3.5mm | 29.90 | kind=cable
      移动电源 | power bank | 10000mAh | 99.00 | kind=plug
      U 盘 | USB drive | 64GB | 45.00 | kind=plug
      LED 灯泡 | LED bulb | 9W | 12.90 | kind=bulb
      插线板 | power strip | ×3 | 39.90 | kind=plug
      折叠雨伞 | folding umbrella | - | 29.90 | kind=umbrella | hot
      一次性雨衣 | disposable raincoat | - | 6.90 | kind=pack
      打火机 | lighter | - | 2.00 | kind=stick`,
  },
  {
    category: 'services',
    brand: null,
    taxBp: 600,
    kind: 'service',
    own: 'S',
    stocked: false,
    goods: `
      购物袋 小 | carrier bag small | - | 0.20 | kind=bag | hot
      购物袋 大 | carrier bag large | - | 0.40 | kind=bag | hot
      黑白打印 | black and white print | A4 | 1.00 | kind=envelope
      彩色打印 | colour print | A4 | 2.00 | kind=envelope
      代寄快递 | parcel drop-off | 1kg | 12.00 | kind=parcel
      共享雨伞 | umbrella hire | 24h | 2.00 | kind=umbrella
      自习座位 | study seat | - | 5.00 | kind=service | unit=hour`,
  },
];
